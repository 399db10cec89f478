using System;
using System.IO;
using Orbweaver.Live;
using Xunit;

namespace Orbweaver.Tests.Live;

/// <summary>Troubles with files in words that do not repeat the path.</summary>
public sealed class FileTroubleTests
{
    public static TheoryData<Exception, string> Cases => new()
    {
        { new UnauthorizedAccessException("Access to '/x' is denied."), "this user has no right to it" },
        { new DirectoryNotFoundException("Could not find '/x'."), "there is no such place" },
        { new FileNotFoundException("Could not find file '/x'."), "there is no such place" },
        { new PathTooLongException("The path '/x' is too long."), "its name is too long" },
        { new IOException("The file '/x' already exists.", 17), "there is a file of that name" },
        { new IOException("No space left on device : '/x'", 28), "no space left on device" },
        { new IOException("It broke."), "It broke" },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void They_are_told_in_plain_words(Exception trouble, string words)
    {
        string told = FileTrouble.WordsOf(trouble);

        Assert.StartsWith(words, told, StringComparison.Ordinal);
        Assert.DoesNotContain("/x", told, StringComparison.Ordinal);
        Assert.False(told.EndsWith('.'));
    }
}
