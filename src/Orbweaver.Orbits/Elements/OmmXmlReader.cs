using System;
using System.Text;
using System.Xml;

namespace Orbweaver.Orbits;

// Orbit mean-elements messages as XML (CCSDS 505.0-B-3): one <omm>, or several in an <ndm>. What a set needs
// are elements that hold text and nothing else; which block of the message they stand in does not matter.
internal static class OmmXmlReader
{
    internal static void Read(string text, ElementsCollector found)
    {
        using XmlReader reader = NdmXml.Open(text);
        try
        {
            reader.MoveToContent();
            if (reader.LocalName is "ndm")
            {
                ReadMessages(reader, found);
            }
            else
            {
                ReadMessage(reader, found);
            }
        }
        catch (XmlException e)
        {
            found.AddProblem(Math.Max(NdmXml.LineOf(reader), e.LineNumber), "", NdmXml.Reason(e));
        }
    }

    private static void ReadMessages(XmlReader reader, ElementsCollector found)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element
                && reader.LocalName is not ("MESSAGE_ID" or "COMMENT"))
            {
                using XmlReader inner = reader.ReadSubtree();
                inner.MoveToContent();
                ReadMessage(inner, found);
            }
        }
    }

    private static void ReadMessage(XmlReader reader, ElementsCollector found)
    {
        int begin = NdmXml.LineOf(reader);
        if (reader.LocalName is not "omm")
        {
            found.AddProblem(begin, "", $"<{reader.LocalName}> is not a message of mean elements (<omm>)");
            return;
        }
        var message = new OmmObject();
        var value = new StringBuilder();
        string key = "";
        string unit = "";
        int badLine = 0;
        string reason = "";
        while (reader.Read())
        {
            if (reader.Depth > NdmXml.DepthMax)
            {
                found.AddProblem(NdmXml.LineOf(reader), "", $"nested deeper than {NdmXml.DepthMax} levels");
                return;
            }
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    (key, unit) = (reader.LocalName, reader.GetAttribute("units") ?? "");
                    value.Clear();
                    if (reader.IsEmptyElement)
                    {
                        Add("");
                    }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    value.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement
                    when string.Equals(reader.LocalName, key, StringComparison.Ordinal):
                    Add(value.ToString());
                    break;
            }
        }
        if (reason.Length == 0 && message.TryRead(out ElementSet? set, out reason))
        {
            found.Add(begin, set);
        }
        else
        {
            found.AddProblem(badLine > 0 ? badLine : begin, message.DisplayName, reason);
        }

        // The first thing that is wrong with a message is the one that is said.
        void Add(string text)
        {
            bool isData = key.Length > 0 && key is not ("COMMENT" or "USER_DEFINED") && char.IsUpper(key[0]);
            if (isData && reason.Length == 0
                && !(OmmUnits.IsRight(key, unit, out string wrong)
                    && message.TryAddOnce(key, text, out wrong)))
            {
                (badLine, reason) = (NdmXml.LineOf(reader), wrong);
            }
            key = "";
        }
    }
}
