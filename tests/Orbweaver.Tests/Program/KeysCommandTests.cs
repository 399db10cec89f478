using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using Orbweaver.Hosting;
using Orbweaver.Live.Records;
using Orbweaver.Scenarios;
using Xunit;

namespace Orbweaver.Tests.Program;

[UnsupportedOSPlatform("windows")]
public sealed class KeysCommandTests
{
    [Fact]
    public void A_key_is_made_for_its_owner_and_read_again()
    {
        using Shell shell = new();
        Shell.Result made = shell.Run("keys", "network", "--out", "net.key");
        Assert.Equal((ExitCodes.Kept, ""), (made.Code, made.Err));
        Assert.Equal(["net.key"], shell.Files());

        string path = Path.Combine(shell.Folder, "net.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        NetworkKey key = KeyFiles.ReadNetworkKey("network.key", path);
        Assert.Contains(key.Fingerprint, made.Out);
        Assert.Equal(shell.Read("net.key"), key.Format());
        // What is printed is not the key.
        Assert.DoesNotContain(shell.Read("net.key").Split('\n')[2], made.Out);
    }

    [Fact]
    public void A_key_that_is_there_is_replaced_only_by_force()
    {
        using Shell shell = new();
        shell.Run("keys", "network", "--out", "net.key");
        string first = shell.Read("net.key");
        Shell.Result refused = shell.Run("keys", "network", "--out", "net.key");
        Assert.Equal(ExitCodes.BadInput, refused.Code);
        Assert.Contains("is there already", refused.Err);
        Assert.Contains("--force", refused.Err);
        Assert.Equal(first, shell.Read("net.key"));

        Assert.Equal(ExitCodes.Kept, shell.Run("keys", "network", "--out", "net.key", "--force").Code);
        Assert.NotEqual(first, shell.Read("net.key"));
        Assert.Equal(["net.key"], shell.Files());
    }

    [Fact]
    public void Odd_places_are_refused()
    {
        using Shell shell = new();
        shell.Write("target", "mine");
        File.CreateSymbolicLink(Path.Combine(shell.Folder, "link"), Path.Combine(shell.Folder, "target"));
        foreach (string place in (string[])[".", "link", "/dev/null", ""])
        {
            Shell.Result result = shell.Run("keys", "network", "--force", "--out", place);
            Assert.Equal(ExitCodes.BadInput, result.Code);
            Assert.Equal("1 finding; nothing was run.", result.Err.TrimEnd().Split('\n')[^1]);
        }
        Assert.Equal("mine", shell.Read("target"));
        Assert.Equal(
            ExitCodes.BadInput, shell.Run("keys", "network", "--out", "no/such/folder/k").Code);
        Assert.Equal(ExitCodes.BadInput, shell.Run("keys", "network").Code);
        Assert.Equal(ExitCodes.BadInput, shell.Run("keys").Code);
    }

    [Fact]
    public void Help_names_the_kinds_of_keys()
    {
        using Shell shell = new();
        Shell.Result help = shell.Run("keys", "--help");
        Assert.Equal(ExitCodes.Kept, help.Code);
        Assert.Contains("network", help.Out);
        Assert.Contains("orbweaver keys network --out", help.Out);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, "mode 0440")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, "mode 0404")]
    public void A_key_that_others_may_read_is_refused(UnixFileMode mode, string expected)
    {
        using Shell shell = new();
        shell.Run("keys", "network", "--out", "net.key");
        string path = Path.Combine(shell.Folder, "net.key");
        File.SetUnixFileMode(path, mode);
        Finding finding = Refused(path);
        Assert.Contains(expected, finding.What);
        Assert.Contains("chmod 600", finding.Advice);
    }

    [Theory]
    [InlineData("", "has no line of 64 hexadecimal digits")]
    [InlineData("# only a comment\n", "has no line of 64 hexadecimal digits")]
    [InlineData("abc\n", "has a line that is not 64 hexadecimal digits")]
    [InlineData(
        "0000000000000000000000000000000000000000000000000000000000000000\n",
        "has a key of equal bytes, which nobody drew")]
    [InlineData(
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", "has more than one key")]
    public void A_file_that_is_no_key_is_refused(string text, string expected)
    {
        using Shell shell = new();
        string path = shell.Write("net.key", text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal($"'{path}' {expected}", Refused(path).What);
    }

    [Fact]
    public void What_is_no_file_or_too_large_is_refused()
    {
        using Shell shell = new();
        Assert.EndsWith("is no file", Refused(Path.Combine(shell.Folder, "none")).What);
        Assert.EndsWith("is no file", Refused(shell.Folder).What);
        string path = shell.Write("large", new string('#', NetworkKey.TextCharsMax + 1));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("more than any key file", Refused(path).What);
    }

    private static Finding Refused(string path)
        => Assert.Throws<BadInputException>(() => KeyFiles.ReadNetworkKey("network.key", path))
            .Findings.InOrder().Single();
}
