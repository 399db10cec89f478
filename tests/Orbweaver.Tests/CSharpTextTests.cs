using System;
using System.Linq;
using Xunit;

namespace Orbweaver.Tests;

public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a c")]
    [InlineData("a /* b\n */ c", "a c")]
    [InlineData("x = \"// no comment\"; y", "x = ; y")]
    [InlineData("x = \"\\\"b\"; y", "x = ; y")]
    [InlineData("x = '\"'; y", "x = ; y")]
    [InlineData("x = '\\''; y", "x = ; y")]
    [InlineData("x = @\"b\"\"\\\"; y", "x = ; y")]
    [InlineData("x = \"\"; y", "x = ; y")]
    [InlineData("x = \"\"\"b \" \"\"\"; y", "x = ; y")]
    [InlineData("x = $\"b {c + \"}\" + d} {{e\"; y", "x = c + + d ; y")]
    [InlineData("x = $$\"\"\"b {c} {{d}} \"\"\"; y", "x = d ; y")]
    [InlineData("x = $@\"{b}\\\"; y", "x = b ; y")]
    [InlineData("/// \"quoted\n{ }", "{ }")]
    [InlineData("x = \"unfinished", "x =")]
    public void Code_is_told_from_comments_and_strings(string text, string code)
    {
        CSharpText parts = new(text);

        Assert.Equal(code.Replace(" ", "", StringComparison.Ordinal), Squeezed(parts.Code));
        Assert.Equal(text.Length, parts.Code.Length);
        Assert.Equal(text.Length, parts.Comments.Length);
    }

    [Theory]
    [InlineData("a // b\nc", "//b")]
    [InlineData("a /* b */ c", "/*b*/")]
    [InlineData("x = \"// no comment\";", "")]
    public void Comments_keep_their_slashes(string text, string comments)
        => Assert.Equal(comments, Squeezed(new CSharpText(text).Comments));

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
