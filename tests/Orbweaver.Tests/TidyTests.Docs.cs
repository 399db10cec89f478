using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class TidyTests
{
    // Words that look like types and are none.
    private static readonly FrozenSet<string> NotTypes = FrozenSet.Create("Debug", "Release", "Unreleased");

    // Dated records: they may name what was not chosen, and what has gone since.
    private static readonly string[] DatedRecords = ["docs/adr/", "docs/lab/"];

    [Fact]
    public void Doc_pages_name_types_that_exist()
    {
        string[] projects = [.. Repo.CSharp("src").Select(f => f.Path.Split('/')[1]).Distinct()];
        ILookup<string, RepoFile> types = Repo.CSharp("src", "tests")
            .SelectMany(file => Declaration().Matches(file.Code.Code), (file, match) => (file, match))
            .ToLookup(t => t.match.Groups["name"].Value, t => t.file);

        Findings.AreNone(
            "This page describes a former house: it names a type or member that is not in the sources.",
            from page in Pages().Where(IsCurrent)
            from Match match in NamedInText().Matches(WithoutFences(page.Text))
            let name = match.Groups["name"].Value
            where !NotTypes.Contains(name)
                && !projects.Any(p => p == name || p == "Orbweaver." + name)
                && !IsOurs(name.Split('.'), types)
                && !IsOfTheFramework(name.Split('.'))
            select Findings.At(page, match.Index, name));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
        => Findings.AreNone(
            "Nothing is at the end of this link.",
            from page in Repo.Files
            where page.Name.EndsWith(".md", StringComparison.Ordinal)
            from link in Links(page)
            where !Repo.Exists(link.Target)
            select Findings.At(page, link.Index, link.Target));

    [Fact]
    public void Every_page_can_be_reached()
    {
        if (!Repo.Exists("docs/README.md"))
        {
            return;
        }
        Dictionary<string, RepoFile> pages = Repo.Files.ToDictionary(f => f.Path);
        HashSet<string> reached = [];
        Queue<string> next = new(["README.md", "docs/README.md"]);
        while (next.TryDequeue(out string? path))
        {
            if (pages.TryGetValue(path, out RepoFile? page) && reached.Add(path)
                && path.EndsWith(".md", StringComparison.Ordinal))
            {
                foreach ((string target, _) in Links(page))
                {
                    next.Enqueue(Repo.Exists(target + "/README.md") ? target + "/README.md" : target);
                }
            }
        }

        Findings.AreNone(
            "No reader finds this page: link it from docs/README.md or from a page that is linked there.",
            Pages().Where(p => !reached.Contains(p.Path)).Select(p => $"{p.Path}:1: no link leads here"));
    }

    [Fact]
    public void Decisions_are_short_and_whole()
    {
        string[] sections = ["## Context", "## Options", "## Decision", "## Price"];

        Findings.AreNone(
            $"A decision record has at most {AdrLinesMax} lines, the line 'Date: yyyy-mm-dd', the sections "
            + $"{string.Join(", ", sections)}, and a line in docs/adr/README.md.",
            from page in Repo.Files
            where Regex.IsMatch(page.Path, @"^docs/adr/\d{4}-[a-z0-9-]+\.md$")
            let index = Repo.Files.Single(f => f.Path == "docs/adr/README.md").Text
            from message in sections.Where(s => !page.Lines.Contains(s)).Select(s => $"no '{s}'")
                .Concat(page.Lines.Length - 1 > AdrLinesMax ? [$"{page.Lines.Length - 1} lines"] : [])
                .Concat(page.Lines.Any(l => Regex.IsMatch(l, @"^Date: \d{4}-\d\d-\d\d$")) ? [] : ["no date"])
                .Concat(index.Contains($"({page.Name})", StringComparison.Ordinal) ? [] : ["not in index"])
            select $"{page.Path}:1: {message}");
    }

    private static IEnumerable<RepoFile> Pages()
        => Repo.Files.Where(f => f.Path.StartsWith("docs/", StringComparison.Ordinal)
            && f.Name.EndsWith(".md", StringComparison.Ordinal));

    private static bool IsCurrent(RepoFile page)
        => !DatedRecords.Any(folder => page.Path.StartsWith(folder, StringComparison.Ordinal));

    private static bool IsOurs(string[] name, ILookup<string, RepoFile> types)
    {
        // Type, Type.Member, Outer.Inner, or with a namespace before it.
        for (int i = 0; i < name.Length; i++)
        {
            if (types.Contains(name[i]))
            {
                return name[(i + 1)..].All(member => types[name[i]].Any(f => Names(f, member)));
            }
        }
        return false;
    }

    private static bool Names(RepoFile file, string member)
        => Regex.IsMatch(file.Code.Code, $@"\b{member}\b");

    // The first word is a type of one of these namespaces; its members are the framework's own affair.
    private static bool IsOfTheFramework(string[] name)
        => string.Join('.', name).StartsWith("System.", StringComparison.Ordinal)
            || new[] { "System", "System.IO", "System.Threading", "System.Threading.Tasks" }
                .Any(space => Type.GetType($"{space}.{name[0]}") is not null);

    private static IEnumerable<(string Target, int Index)> Links(RepoFile page)
        => from Match match in MarkdownLink().Matches(WithoutFences(page.Text))
           let target = match.Groups["target"].Value
           where !target.Contains("://", StringComparison.Ordinal)
               && !target.StartsWith("mailto:", StringComparison.Ordinal)
           let full = Path.GetFullPath(Path.Combine(Repo.Root, Path.GetDirectoryName(page.Path)!, target))
           select (Path.GetRelativePath(Repo.Root, full).Replace('\\', '/'), match.Index);

    // Blank instead of gone, so that line numbers stay.
    private static string WithoutFences(string text)
        => Fence().Replace(text, m => new string([.. m.Value.Select(c => c == '\n' ? '\n' : ' ')]));

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // `MeshNode`, `MeshNode.Step`, `MeshNode.Step(now)`, `Prng.Fork("x")`; not `ORBWEAVER_DATA`, not
    // `MeshNode.cs`.
    [GeneratedRegex(
        @"`(?<name>(?=[A-Z0-9.]*[a-z])[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z0-9]*)*)(<[^`]*>)?(\([^`]*\))?`")]
    private static partial Regex NamedInText();

    [GeneratedRegex(@"(?<!\\)\]\((?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex MarkdownLink();
}
