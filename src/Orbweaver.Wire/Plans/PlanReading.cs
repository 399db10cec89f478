using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>One reading of a document's payload, field by field in the order of their keys.</summary>
internal ref struct PlanReading(ReadOnlySpan<byte> payload)
{
    // The least that one of them takes: room is made for no more than there can be.
    private const int TurnBytes = 4;
    private const int NodeBytes = 8;
    private const int ContactBytes = 11;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: false);

    private CborBytes _from = new(payload);
    private WireError _error;

    /// <summary>Reads it all; null with the reason when something is not right.</summary>
    public PlanDocument? Read(ReadOnlySpan<byte> signature, long sizeBytes, out WireError error)
    {
        _from.MapOfExactly(PlanCodec.FieldCount);
        _from.Key(1);
        long version = _from.Number(int.MaxValue);
        _from.Key(2);
        var madeAt = new Instant(_from.Signed());
        _from.Key(3);
        var start = new Instant(_from.Signed());
        _from.Key(4);
        var epochLength = new Duration(_from.Number(PlanLimits.EpochLengthMax.Nanoseconds));
        _from.Key(5);
        var drain = new Duration(_from.Number(PlanLimits.EpochLengthMax.Nanoseconds));
        _from.Key(6);
        var hopDelay = new Duration(_from.Number(PlanLimits.HopDelayMax.Nanoseconds));
        Judge(!_from.IsBad && version != PlanCodec.Version, WireError.Version);
        Judge(epochLength == Duration.Zero || !IsEarthly(start) || !IsEarthly(madeAt), WireError.Range);
        _from.Key(7);
        PlanTurn[] turns = Turns();
        _from.Key(8);
        string[] names = Names();
        _from.Key(9);
        PlanNode[] nodes = Nodes(names);
        _from.Key(10);
        Contact[] contacts = Contacts(nodes.Length, start);
        _from.Key(11);
        PackedEpochs? epochs = Epochs(nodes.Length, contacts, epochLength, hopDelay);
        Judge(!_from.IsAtEnd, WireError.Cbor);
        error = _from.IsBad && _error == WireError.None ? WireError.Cbor : _error;
        return error != WireError.None ? null : new PlanDocument
        {
            Plan = new Plan
            {
                Version = turns[^1].Id.Version,
                Start = start,
                EpochLength = epochLength,
                Drain = drain,
                HopDelay = hopDelay,
                Nodes = nodes,
                Contacts = contacts,
                Epochs = epochs!,
            },
            Turns = turns,
            MadeAt = madeAt,
            Signature = signature.ToArray(),
            SizeBytes = sizeBytes,
        };
    }

    // The first reason stands.
    private void Judge(bool isWrong, WireError error)
        => _error = _error == WireError.None && isWrong ? error : _error;

    private readonly bool IsFine => !_from.IsBad && _error == WireError.None;

    // A century around the epoch of time leaves room to add durations without overflow.
    private static bool IsEarthly(Instant time)
        => Math.Abs(time.Nanoseconds / 2) < PlanLimits.LengthMax.Nanoseconds / 2;

    private PlanTurn[] Turns()
    {
        var turns = new PlanTurn[_from.ListOf(PlanDocument.TurnsMax, TurnBytes)];
        Judge(turns.Length == 0, WireError.Range);
        for (int i = 0; i < turns.Length && IsFine; i++)
        {
            _from.ListOfExactly(3);
            int version = (int)_from.Number(int.MaxValue);
            var controller = new NodeId((int)_from.Number(PlanLimits.NodesMax - 1));
            turns[i] = new PlanTurn(
                new PlanId(version, controller), (int)_from.Number(PlanLimits.EpochsMax));
            Judge(i > 0 && turns[i].FromEpoch <= turns[i - 1].FromEpoch, WireError.Range);
        }
        return turns;
    }

    private string[] Names()
    {
        var names = new string[_from.ListOf(PlanLimits.NamesMax, 1)];
        for (int i = 0; i < names.Length && IsFine; i++)
        {
            names[i] = Name();
            Judge(i > 0 && string.CompareOrdinal(names[i - 1], names[i]) >= 0, WireError.Name);
        }
        return names;
    }

    private string Name()
    {
        ReadOnlySpan<byte> utf8 = _from.Text(PlanLimits.NameBytesMax);
        string name = StrictUtf8.GetString(utf8);
        // What was not UTF-8 has been replaced, and is longer or other bytes now.
        Span<byte> back = stackalloc byte[PlanLimits.NameBytesMax * 3];
        int length = StrictUtf8.GetBytes(name, back);
        Judge(!utf8.SequenceEqual(back[..length]), WireError.Name);
        return name;
    }

    private PlanNode[] Nodes(string[] names)
    {
        var nodes = new PlanNode[_from.ListOf(PlanLimits.NodesMax, NodeBytes)];
        Judge(nodes.Length == 0, WireError.Range);
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Length && IsFine; i++)
        {
            _from.ListOfExactly(6);
            string name = Name();
            Judge(name.Length == 0 || !seen.Add(name), WireError.Name);
            var kind = (NodeKind)_from.Number((int)NodeKind.Edge);
            int group = (int)_from.Number(names.Length - 1L);
            int vendor = (int)_from.Number(names.Length - 1L);
            int plane = (int)_from.Number(PlanLimits.PlacesMax) - 1;
            int slot = (int)_from.Number(PlanLimits.PlacesMax) - 1;
            if (IsFine)
            {
                nodes[i] = new PlanNode(new NodeId(i), name, kind, names[group], names[vendor], plane, slot);
            }
        }
        return nodes;
    }

    private Contact[] Contacts(int nodeCount, Instant start)
    {
        var contacts = new Contact[_from.ListOf(PlanLimits.ContactsMax, ContactBytes)];
        for (int i = 0; i < contacts.Length && IsFine; i++)
        {
            _from.ListOfExactly(10);
            contacts[i] = new Contact(
                i,
                (ContactKind)_from.Number((int)ContactKind.Gateway),
                Terminal(nodeCount),
                Terminal(nodeCount),
                (int)_from.Number(PlanLimits.EpochsMax),
                (int)_from.Number(PlanLimits.EpochsMax) - 1,
                start + new Duration(_from.Signed()),
                Rate(),
                Rate());
            Contact contact = contacts[i];
            Judge(
                contact.A.Node.Value >= contact.B.Node.Value || contact.LastEpoch < contact.FirstEpoch - 1
                    || !IsEarthly(contact.Opens),
                WireError.Range);
        }
        return contacts;
    }

    private TerminalRef Terminal(int nodeCount)
        => new(
            new NodeId((int)_from.Number(Math.Max(0, nodeCount - 1))),
            (int)_from.Number(PlanLimits.PlacesMax));

    private DataRate Rate()
    {
        var rate = new DataRate(_from.Number(PlanLimits.RateMax));
        Judge(rate.BitsPerSecond == 0, WireError.Range);
        return rate;
    }

    private PackedEpochs? Epochs(
        int nodeCount, Contact[] contacts, Duration epochLength, Duration hopDelay)
    {
        int parts = _from.ListOf(PlanLimits.EpochsMax, 1);
        int count = (int)_from.Number(PlanLimits.EpochsMax);
        var blocks = new ulong[Math.Max(0, parts - 1)][];
        for (int i = 0; i < blocks.Length && IsFine; i++)
        {
            ReadOnlySpan<byte> bytes = _from.Bytes(PlanLimits.DocumentBytesMax);
            Judge(bytes.IsEmpty || bytes.Length % sizeof(ulong) != 0, WireError.Epochs);
            blocks[i] = new ulong[bytes.Length / sizeof(ulong)];
            for (int word = 0; word < blocks[i].Length; word++)
            {
                blocks[i][word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]);
            }
        }
        Judge(IsFine && count > PlanLimits.LengthMax / epochLength, WireError.Range);
        PackedEpochs? epochs = IsFine
            ? PackedEpochs.TryOf(blocks, count, nodeCount, contacts, hopDelay) : null;
        Judge(epochs is null && !_from.IsBad, WireError.Epochs);
        return epochs;
    }
}
