using System;
using System.IO;
using Orbweaver.Live.Hosts;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>What of a host survives its restart.</summary>
public sealed class StateFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owstate").FullName;

    private string Number => Path.Combine(_folder, "host", "incarnation");

    [Fact]
    public void Every_life_has_a_greater_number()
    {
        for (uint life = 1; life <= 4; life++)
        {
            using StateFolder state = Open();
            Assert.Equal(life, state.Incarnation);
            // It is on the disk while the life lasts, not at its end.
            Assert.Equal($"{life}\n", File.ReadAllText(Number));
        }
    }

    [Fact]
    public void Two_processes_do_not_share_one()
    {
        using StateFolder first = Open();

        Assert.False(StateFolder.TryOpen(Path.Combine(_folder, "host"), out _, out string error));
        Assert.Contains("another process uses", error, StringComparison.Ordinal);
        Assert.Equal("1\n", File.ReadAllText(Number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("x\n")]
    [InlineData("0\n")]
    [InlineData("-3\n")]
    [InlineData("99999999999999999999999999999999999\n")]
    public void A_damaged_number_is_not_guessed(string text)
    {
        Open().Dispose();
        File.WriteAllText(Number, text);

        Assert.False(StateFolder.TryOpen(Path.Combine(_folder, "host"), out _, out string error));
        Assert.Contains("is damaged", error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Number));
        // Nor does it stay locked: the operator can mend it.
        File.WriteAllText(Number, "9\n");
        using StateFolder mended = Open();
        Assert.Equal(10u, mended.Incarnation);
    }

    [Fact]
    public void After_the_last_life_that_has_numbers_there_is_none()
    {
        Open().Dispose();
        File.WriteAllText(Number, $"{StateFolder.LivesMax}\n");

        Assert.False(StateFolder.TryOpen(Path.Combine(_folder, "host"), out _, out string error));
        Assert.Contains("has had 256 lives", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_its_place_is_a_line()
    {
        File.WriteAllText(Path.Combine(_folder, "host"), "");

        Assert.False(StateFolder.TryOpen(Path.Combine(_folder, "host"), out _, out string error));
        Assert.Contains("cannot be used", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StateFolder Open()
    {
        Assert.True(
            StateFolder.TryOpen(Path.Combine(_folder, "host"), out StateFolder? state, out string error),
            error);
        return state!;
    }
}
