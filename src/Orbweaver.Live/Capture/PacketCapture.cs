using System;
using System.Collections.Generic;
using System.Threading;
using Orbweaver.Model;
using Orbweaver.Twin;
using Orbweaver.Wire;

namespace Orbweaver.Live;

/// <summary>
/// Writes every packet that chosen nodes send or receive to capture files, one a node. The thread of the
/// world puts bytes into a ring and never waits; a thread of its own writes files. What does not fit is
/// counted and told, once: the network goes on whatever happens to its captures.
/// </summary>
public sealed class PacketCapture : IPacketTap, IDisposable
{
    /// <summary>Nodes of one capture: each has an open file.</summary>
    public const int NodesMax = 64;

    /// <summary>Bytes of one file; a node has two of them at most.</summary>
    public const long FileBytesMax = 256_000_000;

    /// <summary>Bytes that wait to be written at most.</summary>
    public const int WaitingBytesMax = 8 << 20;

    /// <summary>
    /// Bytes of delivered messages that are kept at least until copies of them have ended their way.
    /// </summary>
    public const int LingerBytesMax = 16_000_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly CaptureRing _ring;
    private readonly CaptureFile[] _files;
    private readonly long[] _missing;
    private readonly Dictionary<int, int> _fileOf = [];
    private readonly Action<string> _warn;
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;
    private readonly HashSet<int> _toldFailure = [];
    private readonly HashSet<int> _toldTurn = [];
    private PayloadBook? _payloads;
    private Instant _last;
    private bool _hasToldMissing;
    private long _packetsMissing;

    /// <summary>Begins files in a folder that is there; what is wrong with the place is thrown.</summary>
    /// <param name="folder">Where files go: each is named after its node.</param>
    /// <param name="nodes">Whose packets.</param>
    /// <param name="warn">Is told in one line what is missing, by the thread that writes.</param>
    /// <param name="fileBytesMax">See <see cref="FileBytesMax"/>.</param>
    /// <param name="waitingBytesMax">See <see cref="WaitingBytesMax"/>.</param>
    public PacketCapture(
        string folder, IReadOnlyList<PlanNode> nodes, Action<string> warn,
        long fileBytesMax = FileBytesMax, int waitingBytesMax = WaitingBytesMax)
    {
        Check.That(nodes.Count <= NodesMax);
        _ring = new CaptureRing(waitingBytesMax);
        _warn = warn;
        _missing = new long[nodes.Count];
        List<CaptureFile> files = [];
        try
        {
            foreach (PlanNode node in nodes)
            {
                _fileOf.Add(node.Id.Value, files.Count);
                files.Add(new CaptureFile(folder, node.Name, fileBytesMax));
            }
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }
        _files = [.. files];
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "capture" };
        _thread.Start();
    }

    /// <summary>Packets taken, of all nodes.</summary>
    public long Packets { get; private set; }

    /// <summary>Packets for which there was no room; those of files that were given up count extra.</summary>
    public long PacketsMissing => _packetsMissing;

    /// <inheritdoc/>
    public void Sent(NodeId node, Packet packet, uint number, Instant at)
        => Take(node, packet, number, (at, CaptureDirection.Sent));

    /// <inheritdoc/>
    public void Received(NodeId node, Packet packet, uint number, Instant at)
        => Take(node, packet, number, (at, CaptureDirection.Received));

    /// <summary>Writes what waits, and closes the files. The world must have stopped.</summary>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        for (int i = 0; i < _files.Length; i++)
        {
            _files[i].End(_last, _missing[i]);
            Tell(i);
            _files[i].Dispose();
        }
        _ending.Dispose();
    }

    /// <summary>Where the bytes of messages are.</summary>
    internal void ReadFrom(PayloadBook payloads) => _payloads = payloads;

    private void Take(NodeId node, Packet packet, uint number, (Instant At, CaptureDirection Way) how)
    {
        if (!_fileOf.TryGetValue(node.Value, out int file))
        {
            return;
        }
        _last = how.At;
        Packets++;
        PayloadKind kind = default;
        ReadOnlySpan<byte> message = default;
        if (packet.Receipt is null)
        {
            _payloads?.TryGet(packet.ContractIndex, number, out kind, out message);
        }
        int most = Pcapng.PacketBlockBytes(PacketCodec.BytesOf(packet));
        Span<byte> block = _ring.Reserve(most);
        if (!block.IsEmpty && PacketImage.TryWrite(
            packet, message, kind == PayloadKind.IpPacket, block[Pcapng.PacketOffset..], out int length))
        {
            _ring.Commit(file, Pcapng.WriteAround(length, how.At, how.Way, block));
            return;
        }
        _missing[file]++;
        Volatile.Write(ref _packetsMissing, _packetsMissing + 1);
    }

    private void WriteAll()
    {
        bool isLast;
        do
        {
            isLast = _ending.Wait(LookEvery);
            while (_ring.TryPeek(out int file, out ReadOnlySpan<byte> block))
            {
                _files[file].Add(block);
                _ring.Release();
            }
            for (int i = 0; i < _files.Length; i++)
            {
                _files[i].Flush();
                Tell(i);
            }
            TellMissing();
        }
        while (!isLast);
    }

    private void Tell(int file)
    {
        CaptureFile of = _files[file];
        if (of.Failure is { } why && _toldFailure.Add(file))
        {
            _warn($"the capture ends, the network goes on: {why}");
        }
        if (of.HasTurned && _toldTurn.Add(file))
        {
            _warn($"{of.Path} was full: what was in it is in {of.OlderPath}, until it is full again");
        }
    }

    private void TellMissing()
    {
        if (!_hasToldMissing && Volatile.Read(ref _packetsMissing) > 0)
        {
            _hasToldMissing = true;
            _warn("packets are missing in captures, as they come faster than they can be written");
        }
    }
}
