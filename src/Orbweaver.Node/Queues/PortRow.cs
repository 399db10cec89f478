using System.Collections.Generic;

namespace Orbweaver.Node;

/// <summary>
/// The ports of a node in order, and their links beside them: who looks for a link reads one row of numbers
/// and not a line of memory a port.
/// </summary>
internal sealed class PortRow
{
    private readonly List<Port> _ports = [];
    private readonly List<int> _links = [];

    /// <summary>How many there are.</summary>
    public int Count => _ports.Count;

    /// <summary>A port by its place.</summary>
    public Port this[int place] => _ports[place];

    /// <summary>The first port of a link, if there is any.</summary>
    public Port? Find(int link)
    {
        for (int i = 0; i < _links.Count; i++)
        {
            if (_links[i] == link)
            {
                return _ports[i];
            }
        }
        return null;
    }

    /// <summary>Whether the port is in the row.</summary>
    public bool Contains(Port port) => _ports.Contains(port);

    /// <summary>Puts a port at the end.</summary>
    public void Add(Port port)
    {
        _ports.Add(port);
        _links.Add(port.Link);
    }

    /// <summary>Takes a port out, if it is in the row.</summary>
    public void Remove(Port port)
    {
        int place = _ports.IndexOf(port);
        if (place >= 0)
        {
            _ports.RemoveAt(place);
            _links.RemoveAt(place);
        }
    }

    /// <summary>Takes all ports out.</summary>
    public void Clear()
    {
        _ports.Clear();
        _links.Clear();
    }

    /// <summary>The ports as they are now.</summary>
    public List<Port> ToList() => [.. _ports];

    /// <summary>The ports in order.</summary>
    public List<Port>.Enumerator GetEnumerator() => _ports.GetEnumerator();
}
