using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Orbweaver.Tests;

/// <summary>
/// The repository that these tests were built from, as files. Paths are relative, with slashes.
/// </summary>
internal static class Repo
{
    // What builds leave behind, and what git ignores.
    private static readonly HashSet<string> NotOurs =
    [
        "bin", "obj", "out", ".build", ".git", ".vs", ".idea", "artifacts", "node_modules", "wwwroot", "dist",
    ];

    /// <summary>The folder that holds Orbweaver.slnx, found upwards from the test program.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file of ours in the tree, committed or not, in ordinal order.</summary>
    public static IReadOnlyList<RepoFile> Files { get; } =
        [.. Walk(Root).Order(StringComparer.Ordinal).Select(path => new RepoFile(path))];

    /// <summary>
    /// What git tracks; where git or its folder is absent, the same as <see cref="Files"/>.
    /// </summary>
    public static IReadOnlyList<RepoFile> Tracked { get; } =
        AskGit() is { } paths ? [.. paths.Select(path => new RepoFile(path))] : Files;

    /// <summary>The C# files below a folder such as <c>src</c>.</summary>
    public static IEnumerable<RepoFile> CSharp(params string[] folders)
        => Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)
            && folders.Any(folder => f.Path.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>Whether a file or folder exists at this relative path.</summary>
    public static bool Exists(string path) => System.IO.Path.Exists(System.IO.Path.Combine(Root, path));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orbweaver.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName
            ?? throw new InvalidOperationException($"no Orbweaver.slnx above {AppContext.BaseDirectory}");
    }

    private static IEnumerable<string> Walk(string folder)
        => Directory.EnumerateFiles(folder)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => file != ".git")
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(inner => !NotOurs.Contains(Path.GetFileName(inner)))
                .SelectMany(Walk));

    private static List<string>? AskGit()
    {
        ProcessStartInfo start = new("git", ["ls-files", "-z"])
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            List<string> paths = [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(Exists)];
            return git.ExitCode == 0 && paths.Count > 0 ? paths : null;
        }
        catch (Win32Exception)
        {
            // There is no git on this machine.
            return null;
        }
    }
}

/// <summary>One file of the repository, read when first asked for.</summary>
internal sealed class RepoFile(string path)
{
    private readonly Lazy<string> _text =
        new(() => File.ReadAllText(System.IO.Path.Combine(Repo.Root, path)));
    private CSharpText? _code;

    /// <summary>Relative to the root, with slashes.</summary>
    public string Path { get; } = path;

    /// <summary>The name without folders.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The whole content.</summary>
    public string Text => _text.Value;

    /// <summary>The content by line, without line ends.</summary>
    public string[] Lines => Text.Split('\n');

    /// <summary>The content as C#, with code, comments and strings told apart.</summary>
    public CSharpText Code => _code ??= new CSharpText(Text);

    /// <summary>How many bytes it has.</summary>
    public long ByteCount => new FileInfo(System.IO.Path.Combine(Repo.Root, Path)).Length;

    /// <summary>Whether it holds bytes that no text has.</summary>
    public bool IsBinary
    {
        get
        {
            using FileStream stream = File.OpenRead(System.IO.Path.Combine(Repo.Root, Path));
            Span<byte> head = stackalloc byte[8192];
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].Contains((byte)0);
        }
    }

    /// <summary>The number, from one, of the line that holds a place in the text.</summary>
    public int LineAt(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
