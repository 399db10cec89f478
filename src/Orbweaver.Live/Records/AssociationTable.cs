using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Live.Records;

/// <summary>
/// The associations of one socket: finds whose a datagram is by the index that it names, and a hello's by the
/// names in it, never by the address it seems to come from.
/// </summary>
public sealed class AssociationTable : IDisposable
{
    /// <summary>Associations of one table: an index has 16 bits for the place.</summary>
    public const int AssociationsMax = 65_535;

    private readonly List<Association> _all = [];
    private readonly Dictionary<(ulong Peer, ulong Self), Association> _byNames = [];
    private readonly HandshakeQuota _quota = new();

    /// <summary>All of them, by place.</summary>
    public IReadOnlyList<Association> All => _all;

    /// <summary>Datagrams that belong to none of them.</summary>
    public RefusalCounts Refusals { get; } = new();

    /// <summary>Adds a link. Each pair of names may be there once.</summary>
    public Association Add(AssociationSetup setup, long nowNs)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Check.That(_all.Count < AssociationsMax);
        Association made = new(setup, (ushort)_all.Count, _quota, nowNs);
        bool isNew = _byNames.TryAdd((setup.Peer.Id, setup.Self.Id), made);
        Check.That(isNew);
        _all.Add(made);
        return made;
    }

    /// <summary>
    /// The place of the association that a datagram is for; -1, counted, if it is for none. The cheap half of
    /// admission: <see cref="Association.Arrive"/> does the rest.
    /// </summary>
    public int Find(ReadOnlySpan<byte> datagram)
    {
        if (!RecordHeader.TryRead(datagram, out RecordHeader header, out RecordRefusal why))
        {
            Refusals.Add(why);
            return -1;
        }
        if (header.Type != RecordType.Hello)
        {
            int place = (int)(header.Receiver >> 16);
            if (place < _all.Count)
            {
                return place;
            }
        }
        else if (HandshakeMessage.TryRead(datagram, out HandshakeMessage hello)
            && _byNames.TryGetValue((hello.SenderId, hello.ReceiverId), out Association? found))
        {
            return (int)(found.Slot >> 16);
        }
        Refusals.Add(RecordRefusal.UnknownIndex);
        return -1;
    }

    /// <summary>Ends all of them.</summary>
    public void Dispose()
    {
        foreach (Association association in _all)
        {
            association.Dispose();
        }
    }
}
