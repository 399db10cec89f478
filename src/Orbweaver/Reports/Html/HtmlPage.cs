using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Xml;

namespace Orbweaver.Reports;

/// <summary>
/// Writes HTML as XML, so that every text is escaped and every element ends, whatever names a scenario has.
/// Elements without content have an end of their own: to a browser, only some may be cut short.
/// </summary>
internal sealed class HtmlPage : IDisposable
{
    private readonly XmlWriter _xml;

    /// <summary>Begins a page.</summary>
    public HtmlPage(Stream stream)
    {
        using (StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true))
        {
            text.Write("<!DOCTYPE html>\n");
        }
        _xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            ConformanceLevel = ConformanceLevel.Fragment,
            Encoding = new UTF8Encoding(false),
            NewLineChars = "\n",
            // What XML cannot say at all must not end the report.
            CheckCharacters = false,
        });
    }

    /// <summary>What is beneath, for parts that write themselves.</summary>
    public XmlWriter Xml => _xml;

    /// <summary>An element with content.</summary>
    public void Element(string name, Action content, params (string Name, string Value)[] attributes)
    {
        Begin(name, attributes);
        content();
        _xml.WriteFullEndElement();
    }

    /// <summary>An element with a text.</summary>
    public void Text(string name, string text, params (string Name, string Value)[] attributes)
        => Element(name, () => Say(text), attributes);

    /// <summary>An element of HTML that has no content and no end.</summary>
    public void Void(string name, params (string Name, string Value)[] attributes)
    {
        Begin(name, attributes);
        _xml.WriteEndElement();
    }

    /// <summary>A text. Control characters, which no reader knows, are question marks.</summary>
    public void Say(string text)
        => _xml.WriteString(Scenarios.Findings.Printable(text.ReplaceLineEndings(" ")));

    /// <summary>A line break in the source, for people who read it.</summary>
    public void Break() => _xml.WriteWhitespace("\n");

    /// <summary>A number in an attribute or text: short, and the same everywhere.</summary>
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose() => _xml.Dispose();

    private void Begin(string name, (string Name, string Value)[] attributes)
    {
        _xml.WriteStartElement(name);
        foreach ((string key, string value) in attributes)
        {
            _xml.WriteAttributeString(key, Scenarios.Findings.Printable(value));
        }
    }
}
