using System;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Orbweaver.Orbits;

// Ephemeris messages as XML (CCSDS 505.0-B-3): one <oem>, or several in an <ndm>.
internal static class OemXmlReader
{
    private static readonly string[] StateKeys = ["X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT"];

    internal static void Read(string text, OemCollector found)
    {
        using XmlReader reader = NdmXml.Open(text);
        try
        {
            reader.MoveToContent();
            if (reader.LocalName is not ("oem" or "ndm"))
            {
                found.AddProblem(
                    NdmXml.LineOf(reader), "", $"<{reader.LocalName}> is not an ephemeris message (<oem>)");
                return;
            }
            new Walk(found).Over(reader);
        }
        catch (XmlException e)
        {
            found.AddProblem(Math.Max(NdmXml.LineOf(reader), e.LineNumber), "", NdmXml.Reason(e));
        }
    }

    private sealed class Walk(OemCollector found)
    {
        private readonly StringBuilder _value = new();
        private readonly double[] _numbers = new double[6];
        private OemSegment? _segment;
        private string _key = "";
        private string _epoch = "";
        private int _given;
        private bool _isMeta;
        private bool _isState;

        public void Over(XmlReader reader)
        {
            do
            {
                int line = NdmXml.LineOf(reader);
                if (reader.Depth > NdmXml.DepthMax)
                {
                    found.AddProblem(line, "", $"nested deeper than {NdmXml.DepthMax} levels");
                    return;
                }
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when reader.LocalName is "covarianceMatrix":
                        _key = "";
                        break;
                    case XmlNodeType.Element:
                        Begin(line, reader.LocalName, reader.Depth);
                        if (reader.IsEmptyElement)
                        {
                            End(line, reader.LocalName);
                        }
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        _value.Append(reader.Value);
                        break;
                    case XmlNodeType.EndElement:
                        End(line, reader.LocalName);
                        break;
                }
            }
            while (reader.Read());
        }

        private void Begin(int line, string name, int depth)
        {
            (_key, _) = (name, _value.Clear());
            switch (name)
            {
                case "segment":
                    _segment = new OemSegment(line);
                    break;
                case "metadata":
                    _isMeta = _segment is not null;
                    break;
                case "stateVector":
                    (_isState, _epoch, _given) = (_segment is not null, "", 0);
                    break;
                default:
                    if (depth == 1 && name is not ("oem" or "header" or "body" or "MESSAGE_ID" or "COMMENT"))
                    {
                        found.AddProblem(line, "", $"<{name}> is not an ephemeris message (<oem>)");
                    }
                    break;
            }
        }

        private void End(int line, string name)
        {
            switch (name)
            {
                case "segment":
                    _segment?.Finish(line, found);
                    _segment = null;
                    break;
                case "metadata":
                    _segment?.BeginData(line);
                    _isMeta = false;
                    break;
                case "stateVector" when _isState:
                    _isState = false;
                    if (_given != 0x3F)
                    {
                        _segment?.Fail(line, "a state has EPOCH, X, Y, Z, X_DOT, Y_DOT and Z_DOT");
                    }
                    _segment?.AddState(line, _epoch, _numbers);
                    break;
                default:
                    if (name is not "COMMENT" && string.Equals(name, _key, StringComparison.Ordinal))
                    {
                        Leaf(line, name, _value.ToString());
                    }
                    break;
            }
            _key = "";
        }

        private void Leaf(int line, string name, string value)
        {
            if (_isMeta)
            {
                _segment?.AddMeta(line, name, value);
            }
            else if (_isState && name is "EPOCH")
            {
                _epoch = value;
            }
            else if (_isState && Array.IndexOf(StateKeys, name) is >= 0 and int place)
            {
                _given |= 1 << place;
                if (!double.TryParse(
                        value, NumberStyles.Float, CultureInfo.InvariantCulture, out _numbers[place])
                    || !double.IsFinite(_numbers[place]))
                {
                    _segment?.Fail(line, $"{name} \"{value.Trim()}\" is not a finite number");
                }
            }
        }
    }
}
