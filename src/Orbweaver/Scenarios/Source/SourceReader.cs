using System;
using System.Collections.Generic;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orbweaver.Scenarios;

/// <summary>Reads YAML text into a <see cref="SourceNode"/>, within limits.</summary>
internal sealed class SourceReader
{
    /// <summary>The largest scenario file.</summary>
    public const int TextBytesMax = 4_000_000;

    /// <summary>
    /// Nodes of the tree, aliases written out: a file that unfolds to more is an accident or an attack.
    /// </summary>
    public const int NodesMax = 500_000;

    /// <summary>Levels of nesting; the language needs eight.</summary>
    public const int DepthMax = 32;

    private const string NotYamlAdvice = "Check indentation, brackets, quotes and colons there";

    private readonly string _origin;
    private readonly bool _hasLines;
    private readonly Findings _findings;
    private readonly Dictionary<AnchorName, SourceNode> _anchors = [];
    private int _nodeCount;

    private SourceReader(string origin, bool hasLines, Findings findings)
    {
        _origin = origin;
        _hasLines = hasLines;
        _findings = findings;
    }

    /// <summary>
    /// Reads a document; null with a finding when it is not YAML. Places name <paramref name="origin"/>.
    /// </summary>
    public static SourceNode? Read(string origin, string text, bool hasLines, Findings findings)
    {
        if (text.Length > TextBytesMax)
        {
            findings.Add(
                new Place(origin, 0, 0), "",
                $"the file has {text.Length} characters; the limit is {TextBytesMax}");
            return null;
        }
        SourceReader reader = new(origin, hasLines, findings);
        Parser parser = new(new StringReader(text));
        try
        {
            return reader.ReadDocument(parser);
        }
        catch (YamlException e)
        {
            findings.Add(reader.At(e.Start), "", $"this is not YAML: {Sentence(e)}", NotYamlAdvice);
            return null;
        }
        catch (Exception e)
            when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet 16 fails so on some broken texts, such as a list without its closing bracket.
            Mark near = parser.Current?.End ?? Mark.Empty;
            findings.Add(
                reader.At(near), "", "this is not YAML: it breaks off or goes wrong after here",
                NotYamlAdvice);
            return null;
        }
    }

    private static string Sentence(YamlException e)
    {
        // YamlDotNet wraps the reason in the exception inside, and puts places in front of its own messages.
        string message = (e.InnerException ?? e).Message;
        int places = message.LastIndexOf("): ", StringComparison.Ordinal);
        return (places >= 0 ? message[(places + 3)..] : message).TrimEnd('.');
    }

    private SourceNode? ReadDocument(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            _findings.Add(
                new Place(_origin, 0, 0), "", "the file is empty", "docs/scenarios.md shows how to begin");
            return null;
        }
        SourceNode root = ReadNode(parser, depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            _findings.Add(At(second.Start), "", "a second document begins here", "Keep one scenario a file");
        }
        return root;
    }

    private SourceNode ReadNode(IParser parser, int depth)
    {
        if (++_nodeCount > NodesMax || depth > DepthMax)
        {
            throw new YamlException(
                parser.Current!.Start,
                parser.Current.End,
                depth > DepthMax ? $"nested deeper than {DepthMax} levels" : $"more than {NodesMax} values");
        }
        if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            if (!_anchors.TryGetValue(alias.Value, out SourceNode? target))
            {
                throw new YamlException(
                    alias.Start, alias.End, $"nothing is anchored as &{alias.Value} above");
            }
            return Copy(target, alias, depth);
        }
        NodeEvent start = parser.Consume<NodeEvent>();
        if (!start.Tag.IsEmpty)
        {
            _findings.Add(
                At(start.Start), "", $"the tag {start.Tag.Value} means nothing here", "Leave it out");
        }
        SourceNode node = start switch
        {
            Scalar scalar => new SourceNode(SourceKind.Scalar, At(start.Start))
            {
                Text = scalar.Value,
                IsQuoted = scalar.Style is not ScalarStyle.Plain,
            },
            SequenceStart => ReadList(parser, At(start.Start), depth),
            _ => ReadMap(parser, At(start.Start), depth),
        };
        // Registered after its content: an alias inside itself finds nothing and is refused above.
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }
        return node;
    }

    private SourceNode ReadList(IParser parser, Place place, int depth)
    {
        SourceNode list = new(SourceKind.List, place);
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Items.Add(ReadNode(parser, depth + 1));
        }
        return list;
    }

    private SourceNode ReadMap(IParser parser, Place place, int depth)
    {
        SourceNode map = new(SourceKind.Map, place);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            SourceNode key = ReadNode(parser, depth + 1);
            SourceNode value = ReadNode(parser, depth + 1);
            if (key.Kind != SourceKind.Scalar)
            {
                _findings.Add(key.Place, "", "a key must be a word, not a list or a map");
                continue;
            }
            int earlier = map.IndexOf(key.Text);
            if (earlier >= 0)
            {
                _findings.Add(
                    key.Place, "", $"the key '{key.Text}' stands here a second time",
                    map.Entries[earlier].KeyPlace.Line is > 0 and int line
                        ? $"The first is in line {line}; keep one of them" : "Keep one of them");
                continue;
            }
            map.Entries.Add(new SourceEntry(key.Text, key.Place, value));
        }
        return map;
    }

    // An alias is written out, so that every place of the tree is its own.
    private SourceNode Copy(SourceNode node, AnchorAlias alias, int depth)
    {
        if (++_nodeCount > NodesMax || depth > DepthMax)
        {
            throw new YamlException(alias.Start, alias.End, $"aliases unfold to more than {NodesMax} values");
        }
        SourceNode copy = new(node.Kind, node.Place) { Text = node.Text, IsQuoted = node.IsQuoted };
        foreach (SourceNode item in node.Items)
        {
            copy.Items.Add(Copy(item, alias, depth + 1));
        }
        foreach (SourceEntry entry in node.Entries)
        {
            copy.Entries.Add(entry with { Value = Copy(entry.Value, alias, depth + 1) });
        }
        return copy;
    }

    private Place At(Mark mark)
        => _hasLines ? new Place(_origin, (int)mark.Line, (int)mark.Column) : new Place(_origin, 0, 0);
}
