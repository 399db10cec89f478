using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// What tests about our own files found: all of it at once, each with its place, and what to do.
/// </summary>
internal static class Findings
{
    /// <summary>Fails with every finding, below a sentence that says what to do about them.</summary>
    public static void AreNone(string lesson, IEnumerable<string> findings)
    {
        List<string> all = [.. findings];
        if (all.Count > 0)
        {
            Assert.Fail($"{lesson}\n  {string.Join("\n  ", all)}");
        }
    }

    /// <summary>Every match in one view of a file, as <c>path:line: message</c>.</summary>
    public static IEnumerable<string> Of(
        RepoFile file, string view, Regex pattern, Func<Match, string> message)
        => pattern.Matches(view).Select(m => At(file, m.Index, message(m)));

    /// <summary>One finding as <c>path:line: message</c>.</summary>
    public static string At(RepoFile file, int index, string message)
        => $"{file.Path}:{file.LineAt(index)}: {message}";
}
