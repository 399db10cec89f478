using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// The tests of the page of the console: those of its parts, in Node, and those of the whole, in a browser
/// against the program. One test here for each of their files.
/// </summary>
public sealed class PageTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    // One run for all: a file takes milliseconds, starting vitest a second.
    private static readonly Lazy<Dictionary<string, List<string>>> Parts =
        new(() => Vitest.Run([.. Vitest.Files("test", ".test.ts")]));

    public static TheoryData<string> PartFiles => [.. Vitest.Files("test", ".test.ts")];

    public static TheoryData<string> BrowserFiles => [.. Vitest.Files("e2e", ".e2e.ts")];

    [Theory]
    [MemberData(nameof(PartFiles))]
    public void Parts_of_the_page_do_as_told(string file) => AssertNone(Parts.Value[file]);

    [Theory]
    [MemberData(nameof(BrowserFiles))]
    public void The_page_works_in_a_browser(string file)
    {
        string? own = Environment.GetEnvironmentVariable("ORBWEAVER_CHROMIUM");
        Assert.SkipUnless(
            File.Exists(own) || Browsers.Any(File.Exists),
            "no Chromium (Debian: apt install chromium; or ORBWEAVER_CHROMIUM names one).");
        AssertNone(Vitest.Run(file)[file]);
    }

    private static void AssertNone(List<string> failures)
        => Assert.True(failures.Count == 0, string.Join("\n\n", failures));
}
