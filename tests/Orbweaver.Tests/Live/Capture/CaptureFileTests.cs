using System;
using System.IO;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Tests.Wire;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.Tests.Live;

public sealed class CaptureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orbweaver-test-").FullName;
    private readonly byte[] _block = new byte[Pcapng.PacketBlockBytes(1_000)];

    public CaptureFileTests() => Pcapng.WriteAround(1_000, default, CaptureDirection.Sent, _block);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_that_is_full_becomes_the_older_of_two()
    {
        using (CaptureFile file = new(_folder, "a/b", bytesMax: 10_000))
        {
            for (int i = 0; i < 25; i++)
            {
                file.Add(_block);
            }
            file.End(default, missing: 2);
            Assert.True(file.HasTurned);
            Assert.Null(file.Failure);
        }

        string[] names = ["a_b.older.pcapng", "a_b.pcapng"];
        Assert.Equal(
            names, Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string name in names)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, name));
            Assert.InRange(bytes.Length, 1_000, 10_000);
            Assert.Equal([0x0a0d0d0au, 1u, 6u], PcapngTests.Blocks(bytes).Select(b => b.Type).Take(3));
        }
        Assert.Equal(5u, PcapngTests.Blocks(File.ReadAllBytes(Path.Combine(_folder, names[1])))[^1].Type);
    }

    [Fact]
    public void A_file_that_cannot_go_on_is_given_up_with_its_reason()
    {
        using CaptureFile file = new(_folder, "a", bytesMax: 5_000);
        // In the way of the older file.
        Directory.CreateDirectory(Path.Combine(_folder, "a.older.pcapng", "x"));
        for (int i = 0; i < 25; i++)
        {
            file.Add(_block);
            file.Flush();
        }
        file.End(default, missing: 0);

        Assert.Contains("a.pcapng", file.Failure, StringComparison.Ordinal);
        Assert.InRange(file.Missing, 20, 24);
    }
}
