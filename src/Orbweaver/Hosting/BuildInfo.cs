using System;
using System.Reflection;

namespace Orbweaver.Hosting;

/// <summary>What was built: the version and, where the build knew it, the commit.</summary>
internal static class BuildInfo
{
    private static readonly string Full = typeof(BuildInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version: <c>0.1.0</c>.</summary>
    public static string Version => Full.Split('+')[0];

    /// <summary>The commit; null when unknown.</summary>
    public static string? Commit
        => Full.IndexOf('+', StringComparison.Ordinal) is var i and >= 0 ? Full[(i + 1)..] : null;
}
