using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Taste as tests: nobody has to be the style police. A file that has to break one of the rules that allow it
/// says so in its first lines, with the reason: <c>// tidy: long because ...</c>.
/// </summary>
public sealed partial class TidyTests
{
    private const int LineLengthMax = 110;
    private const int FileLinesMax = 800;
    private const int AdrLinesMax = 60;
    private const long FileBytesMax = 1_000_000;

    private static readonly string[] BuildFolders =
        ["bin", "obj", "wwwroot", "dist", "node_modules", ".build"];
    private static readonly string[] TextFiles = [".cs", ".md", ".sh", ".yaml", ".yml", ".csproj", ".ts"];
    private static readonly string[] Scripts = ["orbweaver", "test", ".ci/run"];

    [Fact]
    public void Lines_are_short()
        => Findings.AreNone(
            $"Lines have at most {LineLengthMax} characters. A table may be wider: // tidy: wide because ...",
            from file in Repo.CSharp("src", "tests")
            where !IsExempt(file, "wide")
            from line in file.Lines.Index()
            where line.Item.Length > LineLengthMax
            select $"{file.Path}:{line.Index + 1}: {line.Item.Length} characters");

    [Fact]
    public void Files_are_short()
        => Findings.AreNone(
            $"Files have at most {FileLinesMax} lines: split by verb, as in MeshNode.Custody.cs. Tables, the "
            + "one big switch of a codec and transcribed algorithms may have more: // tidy: long because ...",
            from file in Repo.CSharp("src", "tests")
            where file.Lines.Length > FileLinesMax + 1 && !IsExempt(file, "long")
            select $"{file.Path}:{FileLinesMax + 1}: {file.Lines.Length - 1} lines");

    [Fact]
    public void White_space_is_clean()
        => Findings.AreNone(
            "No tabs or carriage returns, no space at the end of a line, one line end at the end of a file.",
            from file in Repo.Files
            where TextFiles.Contains(Path.GetExtension(file.Name)) || Scripts.Contains(file.Path)
            from finding in Findings.Of(
                    file, file.Text, TabOrTrailingSpace(), m => m.Value == "\t" ? "a tab" : "trailing space")
                .Concat(file.Text.EndsWith('\n') && !file.Text.EndsWith("\n\n", StringComparison.Ordinal)
                    ? []
                    : [$"{file.Path}:{file.Lines.Length}: does not end with one line end"])
            select finding);

    [Fact]
    public void No_machine_is_named()
        => Findings.AreNone(
            "A path of one machine: find it from the repository, from an argument or from the environment.",
            from file in Repo.Tracked
            where !file.IsBinary
            from finding in Findings.Of(file, file.Text, MachinePath(), m => m.Value)
            select finding);

    [Fact]
    public void No_build_output_is_committed()
        => Findings.AreNone(
            "Built files are made by ./orbweaver and ./test and are not committed: see .gitignore.",
            from file in Repo.Tracked
            where file.Path.Split('/')[..^1].Intersect(BuildFolders).Any()
            select $"{file.Path}:1: build output");

    [Fact]
    public void No_binary_is_committed()
        => Findings.AreNone(
            $"Committed files are text of at most {FileBytesMax:N0} bytes; pictures may be in docs/ and "
            + "console/. Large data stays outside, is found by ORBWEAVER_DATA; its tests skip without it.",
            from file in Repo.Tracked
            let isPicture = Path.GetExtension(file.Name) is ".png" or ".jpg" or ".ico" or ".woff2"
                && Regex.IsMatch(file.Path, "^(docs|console)/")
            where file.ByteCount > FileBytesMax || (file.IsBinary && !isPicture)
            select $"{file.Path}:1: {file.ByteCount:N0} bytes{(file.IsBinary ? ", binary" : "")}");

    [Fact]
    public void Every_exemption_has_a_reason()
        => Findings.AreNone(
            "An exemption reads // tidy: <wide|long|unused|waits> because <reason>, in the first ten lines.",
            from file in Repo.CSharp("src", "tests")
            from finding in Findings.Of(file, file.Code.Comments, Marker(), m => m.Value.Trim())
            where !Exemptions(file).Any()
            select finding);

    private static bool IsExempt(RepoFile file, string rule) => Exemptions(file).Contains(rule);

    private static IEnumerable<string> Exemptions(RepoFile file)
        => file.Lines.Take(10).Select(line => Exemption().Match(line)).Where(m => m.Success)
            .Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\t|[ \r]+$", RegexOptions.Multiline)]
    private static partial Regex TabOrTrailingSpace();

    [GeneratedRegex(@"(?<![\w./~$}*-])(/(work|home|root|Users)/\w|[A-Z]:\\Users\b)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^[ /]*// tidy:.*", RegexOptions.Multiline)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^// tidy: (wide|long|unused|waits) because \w+")]
    private static partial Regex Exemption();
}
