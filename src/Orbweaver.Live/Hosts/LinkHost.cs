using System;
using System.Collections.Generic;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;
using Orbweaver.Model;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// All links of a host to others: frames of the partition become sealed records over one UDP socket, and
/// records that come become frames. Frames for a host wait for each other until the end of the turn, so that
/// many go in a record, and many records in a call. Belongs to the thread of the loop; once warm nothing is
/// allocated for a frame.
/// </summary>
public sealed partial class LinkHost : ILinkTransport, IWaitTarget, IDisposable
{
    /// <summary>Calls to the socket of one turn: others have to have theirs.</summary>
    public const int ReceivesPerTurn = 64;

    private readonly LinkHostSetup _setup;
    private readonly UdpLinkSocket _socket;
    private readonly IWaiter _waiter;
    private readonly Action<string> _tell;
    private readonly AssociationTable _table = new();
    private readonly RecordOutbox _outbox = new();
    private readonly List<LinkPeer> _peers = [];
    private readonly RecordBatch _batch;
    private readonly byte[] _received = new byte[UdpLinkSocket.BatchBytesMax];
    private Partition? _partition;
    private long _nowNs;
    private bool _isReadable = true;

    /// <summary>Links of a host over a socket, which is this object's from now on.</summary>
    /// <param name="setup">Who the hosts are.</param>
    /// <param name="socket">The socket, which has its peers in the order of the setup.</param>
    /// <param name="waiter">Who waits for the socket.</param>
    /// <param name="nowNs">The monotonic clock.</param>
    /// <param name="tell">Is told, in a line, who comes and what is wrong with whom.</param>
    public LinkHost(
        LinkHostSetup setup, UdpLinkSocket socket, IWaiter waiter, long nowNs, Action<string> tell)
    {
        _setup = setup;
        _socket = socket;
        _waiter = waiter;
        _tell = tell;
        _nowNs = nowNs;
        _batch = new RecordBatch(socket, Counters);
        PeerName self = new(setup.Network, setup.Self);
        for (int i = 0; i < setup.Peers.Count; i++)
        {
            LinkPeerSetup peer = setup.Peers[i];
            PeerName name = new(setup.Network, peer.Name);
            Association association = _table.Add(
                new AssociationSetup
                {
                    Self = self,
                    Peer = name,
                    Secret = PairSecret.FromNetworkKey(setup.Key, self, name),
                    Aeads = setup.Aeads,
                    Entropy = setup.Entropy,
                },
                nowNs);
            _peers.Add(new LinkPeer(peer.Name, peer.Shown, association, socket.AddPeer(peer.Address)));
        }
        bool isWatched = waiter.Watch(socket.Descriptor, WaitEvents.Readable, this);
        Check.That(isWatched);
    }

    /// <summary>The other hosts, in the order of the setup.</summary>
    public IReadOnlyList<LinkPeer> Peers => _peers;

    /// <summary>What has gone through so far.</summary>
    public LinkCounters Counters { get; } = new();

    /// <summary>When an association has next something to do, on the monotonic clock.</summary>
    public long NextDeadlineNs
    {
        get
        {
            long next = long.MaxValue;
            foreach (LinkPeer peer in _peers)
            {
                next = long.Min(next, peer.Association.NextDeadlineNs);
            }
            return next;
        }
    }

    /// <summary>Whether records can go to a host.</summary>
    public bool IsReady(LinkPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return peer.Association.IsReady(_nowNs);
    }

    /// <summary>Whose nodes it carries frames for; once, before the first turn.</summary>
    public void Serve(Partition partition)
    {
        Check.That(_partition is null);
        _partition = partition;
    }

    /// <inheritdoc/>
    public void OnReady(int descriptor, WaitEvents events) => _isReadable = true;

    /// <summary>A turn begins now.</summary>
    public void Begin(long nowNs) => _nowNs = nowNs;

    /// <inheritdoc/>
    public void Send(in LinkFrame frame)
    {
        int host = _setup.Hosts.HostOf(frame.To);
        if (host == HostMap.NoHost)
        {
            Counters.Note(LinkDrop.NoHost);
            return;
        }
        LinkPeer peer = _peers[host - 1];
        if (!peer.Association.IsReady(_nowNs))
        {
            Counters.Note(LinkDrop.NoKey);
            return;
        }
        int bytes = LinkFrameCodec.BytesOf(frame);
        if (bytes > RecordHeader.RecordBytesMax - RecordHeader.OverheadBytes)
        {
            Counters.Note(LinkDrop.TooLarge);
            return;
        }
        if (peer.Filled > 0 && peer.Filled + bytes > _setup.Profile.PlainBytes)
        {
            Seal(peer);
        }
        // One that is larger than records of this profile has one of its own, which the path may cut.
        if (!LinkFrameCodec.TryWrite(frame, peer.Room[..bytes]))
        {
            Counters.Note(LinkDrop.Unwritable);
            return;
        }
        peer.Filled += bytes;
        Counters.PacketsOut += frame.Kind == LinkFrameKind.Packet ? 1 : 0;
        Counters.ControlOut += frame.Kind == LinkFrameKind.Control ? 1 : 0;
    }

    /// <summary>The turn ends: handshakes go on, and all that waits is sent.</summary>
    public void Finish(long nowNs)
    {
        _nowNs = nowNs;
        foreach (LinkPeer peer in _peers)
        {
            if (peer.Filled > 0)
            {
                Seal(peer);
            }
            if (peer.Association.NextDeadlineNs <= nowNs)
            {
                peer.Association.Step(nowNs, _outbox);
                Post(peer);
            }
        }
        _batch.Send();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiter.Unwatch(_socket.Descriptor);
        _table.Dispose();
        _socket.Dispose();
    }

    private void Seal(LinkPeer peer)
    {
        Span<byte> record = peer.Record.AsSpan(0, peer.Filled + RecordHeader.OverheadBytes);
        peer.Filled = 0;
        if (peer.Association.TrySeal(_nowNs, of: 0, record))
        {
            _batch.Add(peer.SocketPeer, record);
        }
        else
        {
            Counters.Note(LinkDrop.NoKey);
        }
    }

    // What an association itself has to say, always to where its peer is known to be.
    private void Post(LinkPeer peer)
    {
        for (int i = 0; i < _outbox.Count; i++)
        {
            _batch.Add(peer.SocketPeer, _outbox[i]);
        }
        _outbox.Clear();
    }
}
