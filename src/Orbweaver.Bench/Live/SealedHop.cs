using System;
using System.Buffers.Binary;
using System.Net;
using Orbweaver.Live.Links;
using Orbweaver.Live.Records;
using Orbweaver.Model;

namespace Orbweaver.Bench.Live;

/// <summary>One hop of a chain of three over loopback: filled from before, worked, and emptied
/// behind.</summary>
internal interface IHop : IDisposable
{
    /// <summary>Puts sealed packets into the hop's socket.</summary>
    void Fill();

    /// <summary>Receives, opens, forwards, seals and sends all of them; returns how many.</summary>
    int Work();

    /// <summary>Takes what the hop has sent; returns how many packets.</summary>
    int Empty();
}

/// <summary>
/// Our hop: records with as many packets as they hold, cut and joined by the kernel, opened and sealed
/// in place by libcrypto. A packet has 8 bytes of what belongs to the hop before it, as on a link.
/// </summary>
internal sealed class SealedHop : IHop
{
    private const int FrameBytes = 8;
    private const int Calls = 8;

    private readonly LinkProfile _profile;
    private readonly int _packetBytes;
    private readonly byte[] _received = new byte[UdpLinkSocket.BatchBytesMax];
    private readonly byte[] _batch = new byte[UdpLinkSocket.BatchBytesMax];
    private readonly RecordOutbox _outbox = new();
    private readonly AssociationTable _table = new();
    private readonly UdpLinkSocket _source = Open();
    private readonly UdpLinkSocket _hop = Open();
    private readonly UdpLinkSocket _sink = Open();
    private readonly AssociationTable _before = new();
    private readonly AssociationTable _behind = new();
    private readonly Association _in;
    private readonly Association _out;
    private readonly int _toHop;
    private readonly int _toSink;
    private int _batchBytes;
    private int _recordBytes = RecordHeader.Bytes;
    private uint _number;

    public SealedHop(LinkProfile profile, int packetBytes)
    {
        _profile = profile;
        _packetBytes = packetBytes;
        _toHop = _source.AddPeer(_hop.Local);
        _toSink = _hop.AddPeer(_sink.Local);
        _hop.AddPeer(_source.Local);
        _in = Meet(_before, _table, "source", "hop");
        _out = Meet(_table, _behind, "hop", "sink");
    }

    /// <summary>A profile whose records hold one such packet: the worst that traffic can do.</summary>
    public static LinkProfile OneEach(int packetBytes)
        => new("one each", packetBytes + FrameBytes + RecordHeader.OverheadBytes);

    /// <summary>Packets that a full record holds.</summary>
    public int PacketsInRecord => _profile.PlainBytes / (FrameBytes + _packetBytes);

    public void Fill()
    {
        int records = Calls * Math.Min(
            UdpLinkSocket.BatchDatagramsMax, UdpLinkSocket.BatchBytesMax / _profile.RecordBytes);
        for (int i = 0; i < records * PacketsInRecord; i++)
        {
            Span<byte> packet = Frame(_source, _in, _toHop);
            packet.Fill((byte)i);
        }
        Flush(_source, _in, _toHop);
    }

    public int Work()
    {
        int packets = 0;
        for (UdpReceipt r = _hop.Receive(_received); r.Bytes > 0; r = _hop.Receive(_received))
        {
            for (int at = 0; at < r.Bytes; at += r.SegmentBytes)
            {
                Span<byte> datagram = _received.AsSpan(at, Math.Min(r.SegmentBytes, r.Bytes - at));
                Association association = _table.All[_table.Find(datagram)];
                int plainBytes = association.Arrive(Now, datagram, _outbox).PlainBytes;
                packets += Forward(datagram.Slice(RecordHeader.Bytes, plainBytes));
            }
        }
        Flush(_hop, _out, _toSink);
        return packets;
    }

    public int Empty()
    {
        int packets = 0;
        for (UdpReceipt r = _sink.Receive(_received); r.Bytes > 0; r = _sink.Receive(_received))
        {
            for (int at = 0; at < r.Bytes; at += r.SegmentBytes)
            {
                Span<byte> datagram = _received.AsSpan(at, Math.Min(r.SegmentBytes, r.Bytes - at));
                int plainBytes = _behind.All[0].Arrive(Now, datagram, _outbox).PlainBytes;
                packets += plainBytes / (FrameBytes + _packetBytes);
            }
        }
        return packets;
    }

    public void Dispose()
    {
        _source.Dispose();
        _hop.Dispose();
        _sink.Dispose();
        _table.Dispose();
        _before.Dispose();
        _behind.Dispose();
    }

    // Before any limit of a key is met; nothing here waits for a timer.
    private static long Now => 1_000_000_000;

    private static UdpLinkSocket Open() => UdpLinkSocket.Open(new IPEndPoint(IPAddress.IPv6Loopback, 0));

    private int Forward(Span<byte> frames)
    {
        int packets = 0;
        while (frames.Length >= FrameBytes)
        {
            int bytes = BinaryPrimitives.ReadUInt16BigEndian(frames);
            frames.Slice(FrameBytes, bytes).CopyTo(Frame(_hop, _out, _toSink));
            frames = frames[(FrameBytes + bytes)..];
            packets++;
        }
        return packets;
    }

    // Room for a packet behind a new header, in the record that is being filled or in the next.
    private Span<byte> Frame(UdpLinkSocket socket, Association link, int peer)
    {
        if (_recordBytes + FrameBytes + _packetBytes + AeadSizes.TagBytes > _profile.RecordBytes)
        {
            EndRecord(socket, link, peer);
        }
        Span<byte> frame = _batch.AsSpan(_batchBytes + _recordBytes, FrameBytes + _packetBytes);
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)_packetBytes);
        frame[2] = 1;
        frame[3] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(frame[4..], _number++);
        _recordBytes += FrameBytes + _packetBytes;
        return frame[FrameBytes..];
    }

    // Frames are written where their record will be sealed and sent: nothing is copied once more.
    private void EndRecord(UdpLinkSocket socket, Association link, int peer)
    {
        int bytes = _recordBytes + AeadSizes.TagBytes;
        bool isSealed = link.TrySeal(Now, of: 4, _batch.AsSpan(_batchBytes, bytes));
        Check.That(isSealed);
        _batchBytes += bytes;
        _recordBytes = RecordHeader.Bytes;
        if (_batchBytes + _profile.RecordBytes > _batch.Length
            || _batchBytes == bytes * UdpLinkSocket.BatchDatagramsMax)
        {
            SendBatch(socket, peer, bytes);
        }
    }

    private void Flush(UdpLinkSocket socket, Association link, int peer)
    {
        int bytes = _recordBytes + AeadSizes.TagBytes;
        EndRecord(socket, link, peer);
        if (_batchBytes > 0)
        {
            SendBatch(socket, peer, bytes);
        }
    }

    private void SendBatch(UdpLinkSocket socket, int peer, int recordBytes)
    {
        UdpSendResult sent = socket.Send(peer, _batch.AsSpan(0, _batchBytes), recordBytes);
        Check.That(sent == UdpSendResult.Sent);
        _batchBytes = 0;
    }

    // Shakes hands in memory, as the timings are those of records.
    private static Association Meet(
        AssociationTable one, AssociationTable other, string name, string peer)
    {
        Association first = one.Add(Setup(name, peer, isCaller: true), Now);
        Association second = other.Add(Setup(peer, name, isCaller: false), Now);
        RecordOutbox there = new();
        RecordOutbox back = new();
        first.Step(Now, there);
        for (int i = 0; i < 2; i++)
        {
            Hand(there, second, back);
            Hand(back, first, there);
        }
        Check.That(first.IsReady(Now) && second.IsReady(Now));
        return first;
    }

    private static void Hand(RecordOutbox from, Association to, RecordOutbox answers)
    {
        for (int i = 0; i < from.Count; i++)
        {
            to.Arrive(Now, from[i].ToArray(), answers);
        }
        from.Clear();
    }

    private static AssociationSetup Setup(string self, string peer, bool isCaller)
    {
        PeerName own = new("bench", self);
        PeerName others = new("bench", peer);
        return new AssociationSetup
        {
            Self = own,
            Peer = others,
            Secret = PairSecret.FromNetworkKey(new NetworkKey(BenchKey), own, others),
            Aeads = AeadChoice.Make().Provider,
            Entropy = new HostEntropy(),
            IsCaller = isCaller,
        };
    }

    private static ReadOnlySpan<byte> BenchKey => "the benchmark's key, 32 bytes..."u8;
}
