using System.IO;
using System.Xml;

namespace Orbweaver.Orbits;

// How navigation messages as XML are read (CCSDS 505.0-B): no document types, no entities from elsewhere, no
// deeper than any message goes.
internal static class NdmXml
{
    // A message is seven levels deep, within an <ndm> eight.
    internal const int DepthMax = 16;

    // As many as the largest file of elements has bytes.
    internal const long CharactersMax = 200_000_000;

    internal static XmlReader Open(string text)
        => XmlReader.Create(
            new StringReader(text.TrimStart('\uFEFF')),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
                MaxCharactersInDocument = CharactersMax,
                CloseInput = true,
            });

    internal static int LineOf(XmlReader reader)
        => System.Math.Max(1, ((IXmlLineInfo)reader).LineNumber);

    // The parser's sentence without the place that a problem says by itself.
    internal static string Reason(XmlException e)
    {
        int cut = e.Message.LastIndexOf(" Line ", System.StringComparison.Ordinal);
        return $"not valid XML: {(cut < 0 ? e.Message : e.Message[..cut])}";
    }
}
