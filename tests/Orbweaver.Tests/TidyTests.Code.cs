using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class TidyTests
{
    /// <summary>
    /// A type of the sources, what names it, and where it is from its first word to the next type.
    /// </summary>
    private sealed record Declared(string Name, Regex Pattern, RepoFile File, int Start, int Length);

    // Declarations are taken out: the other parts of a partial type are no users of it.
    private static readonly FrozenDictionary<RepoFile, string> UsesByFile =
        Repo.CSharp("src", "tests").ToFrozenDictionary(
            file => file, file => Declaration().Replace(file.Code.Code, " "));

    [Fact]
    public void Promises_have_a_number()
        => Findings.AreNone(
            "A reminder nobody finds again is none: open an issue and write its number behind it, as in #12.",
            from file in Repo.CSharp("src", "tests")
            from finding in Findings.Of(file, file.Code.Comments, Reminder(), m => m.Value)
            select finding);

    [Fact]
    public void Nothing_is_left_unwritten()
        => Findings.AreNone(
            "What does not exist yet is not declared yet. NotSupportedException says that it never will.",
            from file in Repo.CSharp("src", "tests")
            from finding in Findings.Of(file, file.Code.Code, Unwritten(), m => m.Value)
            select finding);

    [Fact]
    public void No_exception_vanishes()
        => Findings.AreNone(
            "Handle it, count it, or write into the block in one sentence why it may vanish.",
            from file in Repo.CSharp("src", "tests")
            from Match match in EmptyCatch().Matches(file.Code.Code)
            where string.IsNullOrWhiteSpace(file.Code.Comments[match.Index..(match.Index + match.Length)])
            select Findings.At(file, match.Index, "an empty catch"));

    [Fact]
    public void Tests_do_not_wait()
        => Findings.AreNone(
            "Tests run in virtual time. One that talks to a real peer may say: // tidy: waits because ...",
            from file in Repo.CSharp("tests")
            where !IsExempt(file, "waits")
            from finding in Findings.Of(file, file.Code.Code, Waiting(), m => m.Value)
            select finding);

    [Fact]
    public void Pure_projects_have_no_mutable_statics()
        => Findings.AreNone(
            "Two nodes live in one process: state belongs to an object that somebody made, never to a type.",
            from file in PureSources()
            from finding in Findings.Of(
                file, file.Code.Code, MutableStatic(), m => $"static {m.Groups["name"].Value} can change")
            select finding);

    [Fact]
    public void Every_type_is_used()
        => Findings.AreNone(
            "Nobody names this type: it can go, or its test is missing. If not: // tidy: unused because ...",
            from file in Repo.CSharp("src")
            where !IsExempt(file, "unused")
            from type in TypesIn(file)
            where !IsNamedElsewhere(type)
                && !type.Pattern.IsMatch(file.Code.Code.Remove(type.Start, type.Length))
            select Findings.At(file, type.Start, type.Name));

    [Fact]
    public void Every_file_is_used()
        => Findings.AreNone(
            "Nobody outside this file names anything in it: delete it freely, or test it.",
            from file in Repo.CSharp("src")
            where !IsExempt(file, "unused")
            let types = TypesIn(file).ToList()
            where types.Count > 0 && !types.Any(IsNamedElsewhere)
            select $"{file.Path}:1: nobody names {string.Join(", ", types.Select(t => t.Name))}");

    [Theory]
    [InlineData("private static int _count;", true)]
    [InlineData("    internal static Dictionary<int, (int A, int B)> Cache = new();", true)]
    [InlineData("    private static (int A, int B)[]? _pair;", true)]
    [InlineData("    public static int Count { get; set; }", true)]
    [InlineData("    public static int Count { get; private set; } = 1;", true)]
    [InlineData("    public static event Action? Changed;", true)]
    [InlineData("    [ThreadStatic] private static int _count;", true)]
    [InlineData("    private static readonly int[] Table = [1];", false)]
    [InlineData("    private const int Count = 1;", false)]
    [InlineData("    public static int Count => 1;", false)]
    [InlineData("    public static int Count { get; } = 1;", false)]
    [InlineData("    public static int Of(int x) => x;", false)]
    [InlineData("    static int Of(int x)\n    {\n        int y = x;", false)]
    [InlineData("    public static bool operator ==(A a, A b) => true;", false)]
    [InlineData("public static class A\n{\n    private int _x = 1;", false)]
    public void Mutable_statics_are_recognised(string code, bool isMutable)
        => Assert.Equal(isMutable, MutableStatic().IsMatch(code));

    private static IEnumerable<RepoFile> PureSources()
        => from file in Repo.CSharp("src")
           let project = file.Path.Split('/')[1]
           where !Repo.Files.Any(f => f.Path == $"src/{project}/{project}.csproj"
               && f.Text.Contains("<Pure>false", StringComparison.Ordinal))
           select file;

    private static IEnumerable<Declared> TypesIn(RepoFile file)
    {
        List<Match> found =
        [
            .. Declaration().Matches(file.Code.Code).Where(m => m.Groups["indent"].Length == 0),
        ];
        for (int i = 0; i < found.Count; i++)
        {
            int end = i + 1 < found.Count ? found[i + 1].Index : file.Text.Length;
            string name = found[i].Groups["name"].Value;
            if (name != "Program")
            {
                // Extension methods are called without the name of their class.
                IEnumerable<string> names = ExtensionMethod().Matches(file.Code.Code[found[i].Index..end])
                    .Select(m => m.Groups["name"].Value).Prepend(name).Distinct();
                Regex pattern = new($@"\b({string.Join('|', names)})\b");
                yield return new Declared(name, pattern, file, found[i].Index, end - found[i].Index);
            }
        }
    }

    private static bool IsNamedElsewhere(Declared type)
        => UsesByFile.Any(u => u.Key != type.File && type.Pattern.IsMatch(u.Value));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b(?!\W{0,2}#\d)")]
    private static partial Regex Reminder();

    [GeneratedRegex(@"\bNotImplementedException\b")]
    private static partial Regex Unwritten();

    [GeneratedRegex(@"\bcatch\s*(\([^)]*\))?\s*(when\s*\([^{]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\b(Thread\s*\.\s*Sleep|Task\s*\.\s*Delay)\b")]
    private static partial Regex Waiting();

    // Modifiers with static and without readonly or const; a type; a name; then what only follows a field, an
    // event or a property that can be set.
    [GeneratedRegex(
        @"^[ ]*(\[[^\]]*\]\s*)*(?=(\w+\s+)*?static\s)(?!(\w+\s+)*?(readonly|const|class|struct|record)\s)"
        + @"((public|private|protected|internal|new|unsafe|volatile|static|event)\s+)+"
        + @"(\([^()]*\)|[\w.:]+(<[^;={}]*>)?)[\[\],?]*"
        + @"\s+(?!operator\b)(?<name>\w+)\s*(;|,|=(?!>)|\{[^{}]*\bset\b)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex MutableStatic();

    [GeneratedRegex(
        @"^(?<indent>[ ]*)((public|internal|private|protected|file|static|sealed|abstract|readonly|ref|"
        + @"partial|unsafe|new)\s+)*"
        + @"((record\s+(struct|class)|class|struct|record|interface|enum)|delegate\s+[\w<>\[\]?., ]+)\s+"
        + @"(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(?<name>\w+)\s*(?:<[^<>()]*>)?\(\s*this\s")]
    private static partial Regex ExtensionMethod();
}
