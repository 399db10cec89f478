using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Who may know whom. The table is the decision; the project files are held against it. Two arrows are
/// missing on purpose: Node to Orbits and Node to Planning, because a node holds a plan and no astronomy.
/// </summary>
public sealed class ArchitectureTests
{
    private sealed record House(string Project, string[] MayReference, bool IsPure)
    {
        public string[] MayUseFrameworks { get; init; } = [];
    }

    private static readonly House[] Table =
    [
        Pure("Orbweaver.Model"),
        Pure("Orbweaver.Orbits", "Model"),
        Pure("Orbweaver.Routing", "Model"),
        Pure("Orbweaver.Planning", "Model", "Orbits", "Routing"),
        // System.Formats.Cbor comes with this framework and is not in the base one.
        Pure("Orbweaver.Wire", "Model") with { MayUseFrameworks = ["Microsoft.AspNetCore.App"] },
        Pure("Orbweaver.Node", "Model", "Routing", "Wire"),
        Pure("Orbweaver.Streams", "Model"),
        Pure("Orbweaver.Twin", "Model", "Orbits", "Routing", "Planning", "Wire", "Node"),
        Pure("Orbweaver.Sim", "Model", "Node", "Twin"),
        Pure("Orbweaver.Monitor", "Model", "Orbits", "Routing", "Node", "Twin"),
        Shell("Orbweaver.Live", "Model", "Wire", "Routing", "Node", "Streams", "Twin", "Monitor"),
        Shell("Orbweaver.Console", "Model", "Orbits", "Monitor", "Live", "Twin"),
        Shell(
            "Orbweaver.Bench",
            "Model", "Orbits", "Routing", "Planning", "Wire", "Node", "Twin", "Sim", "Monitor", "Live"),
        Shell(
            "Orbweaver",
            "Model", "Orbits", "Routing", "Planning", "Wire", "Node", "Streams", "Twin", "Sim",
            "Monitor", "Bench", "Live", "Console"),
    ];

    private static readonly RepoFile[] ProjectFiles =
        [.. Repo.Files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal)
            && Path.GetExtension(f.Name) is ".csproj" or ".fsproj")];

    [Fact]
    public void Every_project_is_in_the_table()
        => Findings.AreNone(
            "A new project needs a row in this table, an ADR, and the folder and file name of its assembly.",
            from file in ProjectFiles
            let name = NameOf(file)
            where Row(name) is null || file.Path != $"src/{name}/{name}.csproj"
            select $"{file.Path}:1: not in the table of ArchitectureTests");

    [Fact]
    public void Every_folder_of_src_is_a_project()
        => Findings.AreNone(
            "Sources live in a project: src/<project>/...",
            from file in Repo.CSharp("src")
            let folder = file.Path.Split('/')[1]
            where !ProjectFiles.Any(p => NameOf(p) == folder)
            select $"{file.Path}:1: src/{folder} has no project file");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repo.Files.Single(f => f.Path == "Orbweaver.slnx").Text;

        Findings.AreNone(
            "A project outside Orbweaver.slnx is neither built nor tested: add it there.",
            from file in Repo.Files
            where file.Name.EndsWith(".csproj", StringComparison.Ordinal)
            where !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal)
            select $"{file.Path}:1: not in Orbweaver.slnx");
    }

    [Fact]
    public void Projects_reference_what_the_table_allows()
        => Findings.AreNone(
            "This arrow is not in the house. Move the type to where both may reference it, or pass it in.",
            from file in ProjectFiles
            let row = Row(NameOf(file))
            where row is not null
            from reference in Items(file, "ProjectReference")
            let target = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'))
            where !row.MayReference.Contains(target)
            select Finding(file, reference, $"{row.Project} may not reference {target}"));

    // Project references are transitive for the compiler, so the arrow is also looked for in the sources.
    [Fact]
    public void Sources_name_what_the_table_allows()
        => Findings.AreNone(
            "This arrow is not in the house, even where a reference of a reference lets it compile.",
            from file in Repo.CSharp("src")
            let row = Row(file.Path.Split('/')[1])
            where row is not null
            from Match match in Regex.Matches(file.Code.Code, @"\bOrbweaver\.\w+")
            let target = match.Value
            where Row(target) is not null && target != row.Project && !row.MayReference.Contains(target)
            select Findings.At(file, match.Index, $"{row.Project} may not know {target}"));

    [Fact]
    public void Purity_is_what_the_table_says()
        => Findings.AreNone(
            "A shell says <Pure>false</Pure> and a pure project says nothing: the ban on clocks, dice, "
            + "threads, files and sockets hangs on it.",
            from file in ProjectFiles
            let row = Row(NameOf(file))
            where row is not null
            let says = XDocument.Parse(file.Text).Descendants("Pure").Select(e => e.Value).SingleOrDefault()
            where says != (row.IsPure ? null : "false")
            select Finding(file, "Pure>", $"{row.Project} is {(row.IsPure ? "pure" : "a shell")}, "
                + $"and its file says <Pure>{says ?? "nothing"}</Pure>"));

    [Fact]
    public void Pure_projects_have_no_dependencies()
        => Findings.AreNone(
            "Pure projects have no packages and no other assemblies: do it in the program, pass values in.",
            from file in ProjectFiles
            let row = Row(NameOf(file))
            where row is { IsPure: true }
            from reference in Items(file, "PackageReference")
                .Concat(Items(file, "Reference"))
                .Concat(Items(file, "FrameworkReference").Except(row.MayUseFrameworks))
            select Finding(file, reference, $"{row.Project} references {reference}"));

    [Fact]
    public void Namespaces_are_projects_and_folders()
        => Findings.AreNone(
            "The namespace is the project's name, with or without the sub-folder.",
            from file in Repo.CSharp("src", "tests")
            let folders = file.Path.Split('/')[1..^1]
            let allowed = Enumerable.Range(1, folders.Length).Select(n => string.Join('.', folders[..n]))
            from Match match in Regex.Matches(file.Code.Code, @"(?m)^namespace\s+(?<name>[\w.]+)")
            where !allowed.Contains(match.Groups["name"].Value)
            select Findings.At(file, match.Index, $"{match.Value} in {string.Join('/', folders)}"));

    [Fact]
    public void The_table_has_no_circles()
    {
        // Each row may only reference rows above it.
        for (int i = 0; i < Table.Length; i++)
        {
            Assert.Subset(
                Table[..i].Select(r => r.Project).ToHashSet(),
                Table[i].MayReference.ToHashSet());
        }
    }

    private static House Pure(string project, params string[] mayReference)
        => new(project, [.. mayReference.Select(r => "Orbweaver." + r)], IsPure: true);

    private static House Shell(string project, params string[] mayReference)
        => Pure(project, mayReference) with { IsPure = false };

    private static House? Row(string project) => Array.Find(Table, r => r.Project == project);

    private static string NameOf(RepoFile projectFile) => Path.GetFileNameWithoutExtension(projectFile.Name);

    private static IEnumerable<string> Items(RepoFile projectFile, string kind)
        => XDocument.Parse(projectFile.Text).Descendants(kind)
            .Select(e => (string?)e.Attribute("Include") ?? "");

    private static string Finding(RepoFile file, string near, string message)
        => Findings.At(file, Math.Max(0, file.Text.IndexOf(near, StringComparison.Ordinal)), message);
}
