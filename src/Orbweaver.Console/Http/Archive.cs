using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Orbweaver.Console.Api;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Sockets;

namespace Orbweaver.Console.Http;

/// <summary>The API and the sockets of one network.</summary>
internal sealed record NetworkDoor(ApiDispatcher Api, LiveHub Hub);

/// <summary>
/// Earlier recordings that somebody looks at: each answers as a network of its own. Few are open at once; the
/// one that was asked for longest ago makes room.
/// </summary>
internal sealed class Archive(ConsoleServices services, EarlierRecordings earlier) : IDisposable
{
    /// <summary>Recordings that are open at once.</summary>
    public const int OpenMax = 4;

    private readonly Lock _gate = new();
    private readonly List<(string Id, NetworkDoor Door)> _open = [];

    /// <summary>Clients of all of them.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _open.Sum(static o => o.Door.Hub.Clients);
            }
        }
    }

    /// <summary>The door of a recording; null where there is none of that name.</summary>
    public NetworkDoor? Find(string id)
    {
        lock (_gate)
        {
            int known = _open.FindIndex(o => string.Equals(o.Id, id, StringComparison.Ordinal));
            if (known >= 0)
            {
                (string Id, NetworkDoor Door) asked = _open[known];
                _open.RemoveAt(known);
                _open.Add(asked);
                return asked.Door;
            }
            if (earlier.Open(id) is not { } network)
            {
                return null;
            }
            if (_open.Count == OpenMax)
            {
                _open[0].Door.Hub.Dispose();
                _open.RemoveAt(0);
            }
            NetworkDoor door = new(
                new ApiDispatcher(services.For(network, id), earlier),
                new LiveHub(network));
            _open.Add((id, door));
            return door;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, NetworkDoor door) in _open)
        {
            door.Hub.Dispose();
        }
    }
}
