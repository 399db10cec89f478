using System;
using System.IO;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Public verification data, kept outside the repository: under ORBWEAVER_DATA, else in <c>../shared/data</c>
/// beside the repository. A test whose data is absent is reported as skipped.
/// </summary>
public static class TestData
{
    /// <summary>
    /// The path of a file or folder such as <c>orbits/frames</c>; skips the test if there is none.
    /// </summary>
    public static string Require(string relativePath)
    {
        string path = Path.Combine(Root(), relativePath);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"{relativePath} not found: set ORBWEAVER_DATA");
        }
        return path;
    }

    private static string Root()
    {
        string? given = Environment.GetEnvironmentVariable("ORBWEAVER_DATA");
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orbweaver.slnx")))
        {
            folder = folder.Parent;
        }
        return Path.Combine(folder?.FullName ?? ".", "..", "shared", "data");
    }
}
