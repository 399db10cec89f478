using System;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live;

/// <summary>What the bytes of a message are, for whoever takes them out of the network.</summary>
public enum PayloadKind : byte
{
    /// <summary>Bytes that nobody here looks at.</summary>
    Opaque,

    /// <summary>An IP packet of a TUN device.</summary>
    IpPacket,
}

/// <summary>Who takes what the network delivers.</summary>
public interface IDeliveries
{
    /// <summary>
    /// A message from outside has come to a subscriber, at <paramref name="modelled"/> by the world's time.
    /// The bytes are only valid during the call; <paramref name="kind"/> is as it was handed in.
    /// </summary>
    void Deliver(
        int contract, NodeId subscriber, PayloadKind kind, ReadOnlySpan<byte> payload, Instant modelled);

    /// <summary>A message from outside will not come to a subscriber.</summary>
    void Lose(int contract, NodeId subscriber, DropReason reason);
}

/// <summary>
/// The twin's world with real payloads: what comes from outside goes in at the present moment, and what is
/// delivered comes out. It is told the time and asks nobody, so that tests drive it with any clock.
/// </summary>
public sealed class LiveWorld
{
    private readonly PayloadBook _payloads;
    private readonly InputLog? _log;

    /// <summary>
    /// A world at the start of its plan. The witness of the configuration is told what the world's own is,
    /// after it; the tap is replaced. Inputs are noted in <paramref name="log"/>, and packets shown to
    /// <paramref name="capture"/>, where there is one.
    /// </summary>
    public LiveWorld(
        TwinConfig config, IDeliveries deliveries, InputLog? log = null, PacketCapture? capture = null)
    {
        _log = log;
        _payloads = new PayloadBook(capture is null ? 0 : PacketCapture.LingerBytesMax);
        capture?.ReadFrom(_payloads);
        World = new TwinWorld(config with
        {
            Witness = WitnessPair.Of(new Witness(_payloads, deliveries), config.Witness),
            Tap = capture,
        });
    }

    /// <summary>The world itself, for its books and checks.</summary>
    public TwinWorld World { get; }

    /// <summary>The world's time.</summary>
    public Instant Now => World.Now;

    /// <summary>Messages from outside that are under way.</summary>
    public int MessagesUnderWay => _payloads.Count;

    /// <summary>Does everything that is due until then.</summary>
    public void AdvanceTo(Instant now) => World.AdvanceTo(now);

    /// <summary>
    /// Hands a message in at its contract's publisher now; false when there is no room for its bytes.
    /// </summary>
    public bool TrySubmit(int contract, PayloadKind kind, ReadOnlySpan<byte> payload, uint key)
    {
        if (!_payloads.HasRoomFor(payload.Length))
        {
            return false;
        }
        _log?.Add(new LiveInput.Message(Now, contract, new DataSize(payload.Length), key));
        _payloads.Prepare(kind, payload);
        World.Offer(contract, new DataSize(payload.Length), key);
        _payloads.Close();
        return true;
    }

    /// <summary>Something more goes wrong; see <see cref="TwinWorld.Inject"/>.</summary>
    public int Inject(Fault fault)
    {
        _log?.Add(new LiveInput.FaultBegins(Now, fault));
        return World.Inject(fault);
    }

    /// <summary>Ends a fault before its time.</summary>
    public void Lift(int fault)
    {
        _log?.Add(new LiveInput.FaultEnds(Now, fault));
        World.Lift(fault);
    }

    /// <summary>A controller hands its node a plan now.</summary>
    public void Issue(NodeId controller, PlanDocument document)
    {
        _log?.Add(new LiveInput.PlanMade(Now, controller, document));
        World.Issue(controller, document);
    }

    private sealed class Witness(PayloadBook payloads, IDeliveries deliveries) : IRunWitness
    {
        public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
            => payloads.Keep(message.Contract, message.Number);

        public void Ended(in MessageRef message, DropReason? reason, Instant now)
        {
            if (!payloads.TryGet(
                message.Contract, message.Number, out PayloadKind kind, out ReadOnlySpan<byte> payload))
            {
                return;
            }
            if (reason is { } why)
            {
                deliveries.Lose(message.Contract, message.Subscriber, why);
            }
            else
            {
                deliveries.Deliver(message.Contract, message.Subscriber, kind, payload, now);
            }
            payloads.Settle(message.Contract, message.Number);
        }

        public void FrameLost(in MessageRef message, DropReason reason, Instant now)
        {
            // Other copies may get through.
        }

        public void LinkTold(NodeId node, int link, bool isLost, Instant now)
        {
            // The books have it.
        }

        public void StandbyTurned(int link, bool isUp, Instant now)
        {
            // The books have it.
        }

        public void NodeLost(NodeId node, Instant now)
        {
            // The books have it.
        }

        public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
        {
            // The books have it.
        }
    }
}
