using System;
using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Node;

// The ingress end of guaranteed delivery: a message is kept until the egress of every subscriber has
// acknowledged it, and sent again when that takes too long or the view has changed. What the store has no
// room for is refused; what its hold time ends for is returned to the publisher.
public sealed partial class MeshNode
{
    // Attempts come due on a grid, so that many messages cost one look.
    private static readonly Duration AttemptGrid = Duration.FromMilliseconds(10);

    private readonly List<StoredMessage> _attempts = [];

    // Most nodes never store anything.
    private GuaranteeStore? _store;
    private Instant _guaranteeDue = Instant.Max;
    private long _guaranteeView;

    private int PacketsStored => _store?.Packets ?? 0;

    private bool HasRoomFor(IngressContract ingress, DataSize size)
    {
        _store ??= new GuaranteeStore(_config.StoreMax, _config.StorePerSubscriberMax);
        return _store.HasRoomFor(ingress, size);
    }

    private StoredMessage Store(
        IngressContract ingress, uint sequence, int pieces, in Submission submission, EffectList effects)
    {
        Contract contract = ingress.Contract;
        StoredMessage stored = new(sequence, submission.Key, pieces, _now + contract.HoldTime)
        {
            Bytes = GuaranteeStore.BytesOf(submission.Size),
            SentAt = _now,
        };
        if (_store!.Add(ingress, stored) is StoredMessage replaced)
        {
            GiveUp(ingress, replaced, DropReason.Superseded, effects);
        }
        stored.Wait = WaitFor(stored, contract, AllTargets(contract));
        stored.DueAt = OnGrid(_now + stored.Wait);
        _guaranteeDue = Earlier(_guaranteeDue, Earlier(stored.DueAt, stored.HoldUntil));
        return stored;
    }

    private void StorePiece(StoredMessage stored, Packet packet, IngressContract ingress, EffectList effects)
    {
        packet.Base = ingress.Base;
        Packet copy = _services.Packets.RentCopy(packet);
        _store!.AddPiece(stored, copy);
        effects.Copy(copy, packet);
    }

    // The round trip to the farthest subscriber, what is queued ahead, and a margin.
    private Duration WaitFor(StoredMessage stored, Contract contract, ulong targets)
    {
        long farthestNs = 0;
        Duration leaving = Duration.Zero;
        for (ulong left = targets; left != 0; left &= left - 1)
        {
            NodeId subscriber = contract.Subscribers[BitOperations.TrailingZeroCount(left)];
            if (FindWay(subscriber, out int distanceNs) is Port port)
            {
                farthestNs = Math.Max(farthestNs, distanceNs);
                Duration busy = port.ReadyAt > _now ? port.ReadyAt - _now : Duration.Zero;
                Duration sending = busy + port.Rate.TimeFor(new DataSize(stored.Bytes + port.QueuedBytes));
                leaving = sending > leaving ? sending : leaving;
            }
        }
        return new Duration(2 * farthestNs) + leaving + _config.ReceiptDelay + _config.ReceiptMargin;
    }

    private static Instant OnGrid(Instant time)
    {
        long over = time.Nanoseconds % AttemptGrid.Nanoseconds;
        return over == 0 ? time : time + new Duration(AttemptGrid.Nanoseconds - over);
    }

    private void RunGuarantee(EffectList effects)
    {
        bool isNewView = _guaranteeView != View;
        _guaranteeView = View;
        _guaranteeDue = Instant.Max;
        foreach (IngressContract ingress in _store!.Contracts)
        {
            foreach (StoredMessage stored in ingress.Stored.Values)
            {
                if (isNewView)
                {
                    Hurry(stored);
                }
                if (Earlier(stored.DueAt, stored.HoldUntil) <= _now)
                {
                    _attempts.Add(stored);
                }
                else
                {
                    _guaranteeDue = Earlier(_guaranteeDue, Earlier(stored.DueAt, stored.HoldUntil));
                }
            }
            foreach (StoredMessage stored in _attempts)
            {
                Attempt(ingress, stored, effects);
            }
            _attempts.Clear();
        }
    }

    // After a change of view nobody waits longer than an acknowledgement would have taken.
    private void Hurry(StoredMessage stored)
    {
        Instant expected = stored.SentAt + stored.Wait;
        stored.DueAt = Earlier(stored.DueAt, OnGrid(expected > _now ? expected : _now));
        stored.Attempts = 0;
    }

    private void Attempt(IngressContract ingress, StoredMessage stored, EffectList effects)
    {
        if (stored.HoldUntil <= _now)
        {
            GiveUp(ingress, stored, DropReason.HoldEnded, effects);
            return;
        }
        Contract contract = ingress.Contract;
        ulong targets = stored.Pieces[0].Targets;
        switch (StateOfWays(contract, targets))
        {
            case WayState.None:
                stored.DueAt = Instant.Max;
                foreach (Packet piece in stored.Pieces)
                {
                    effects.Park(piece);
                }
                break;
            case WayState.Crowded:
                stored.DueAt = OnGrid(_now + AttemptGrid);
                break;
            default:
                stored.SentAt = _now;
                stored.Wait = WaitFor(stored, contract, targets);
                Duration wait = stored.Wait * (1 << Math.Min(stored.Attempts, 16));
                stored.Attempts++;
                stored.DueAt = OnGrid(
                    _now + (wait < _config.ReceiptWaitMax ? wait : _config.ReceiptWaitMax));
                SendStored(ingress, stored, effects);
                break;
        }
        _guaranteeDue = Earlier(_guaranteeDue, Earlier(stored.DueAt, stored.HoldUntil));
    }

    private enum WayState
    {
        None,
        Crowded,
        Free,
    }

    // A store that empties itself at once after a long time apart must not crowd others out.
    private WayState StateOfWays(Contract contract, ulong targets)
    {
        WayState state = WayState.None;
        for (ulong left = targets; left != 0; left &= left - 1)
        {
            NodeId subscriber = contract.Subscribers[BitOperations.TrailingZeroCount(left)];
            if (FindWay(subscriber, out _) is not Port port)
            {
                continue;
            }
            if (port.QueuedBytes > _config.PortQueueMax.Bytes / 4)
            {
                return WayState.Crowded;
            }
            state = WayState.Free;
        }
        return state;
    }

    private void SendStored(IngressContract ingress, StoredMessage stored, EffectList effects)
    {
        uint settled = ingress.Base;
        foreach (Packet piece in stored.Pieces)
        {
            Packet again = _services.Packets.RentCopy(piece);
            again.Base = settled;
            again.QueueOrder = _queueOrder++;
            effects.Copy(again, piece);
            SendOut(again, ingress.Contract, effects);
        }
    }

    private void TakeReceipt(Receipt receipt, EffectList effects)
    {
        foreach (ReceiptItem item in receipt.Items)
        {
            if (_ingress.TryGetValue(item.ContractIndex, out IngressContract? ingress)
                && ingress.Stored.TryGetValue(item.Sequence, out StoredMessage? stored))
            {
                Settle(ingress, stored, receipt.Egress, effects);
            }
        }
    }

    private void Settle(IngressContract ingress, StoredMessage stored, NodeId egress, EffectList effects)
    {
        IReadOnlyList<NodeId> subscribers = ingress.Contract.Subscribers;
        for (ulong left = stored.Pieces[0].Targets; left != 0; left &= left - 1)
        {
            int target = BitOperations.TrailingZeroCount(left);
            if (subscribers[target] != egress)
            {
                continue;
            }
            bool isLast = !stored.Pieces[0].IsForSeveral;
            foreach (Packet piece in stored.Pieces)
            {
                effects.Release(isLast ? piece : Split(piece, 1ul << target, effects));
            }
            _store!.Settle(stored, egress);
            if (isLast)
            {
                _store.Forget(ingress, stored);
            }
            return;
        }
    }

    private void GiveUp(
        IngressContract ingress, StoredMessage stored, DropReason reason, EffectList effects)
    {
        for (ulong left = stored.Pieces[0].Targets; left != 0; left &= left - 1)
        {
            _store!.Settle(stored, ingress.Contract.Subscribers[BitOperations.TrailingZeroCount(left)]);
        }
        foreach (Packet piece in stored.Pieces)
        {
            effects.Drop(piece, reason);
        }
        _store!.Forget(ingress, stored);
    }

    // A packet without a way need not wait at the node that stores its message: it waits there as it is.
    private bool TryLeaveToStore(Packet packet, EffectList effects)
    {
        if (packet.Source != Id || packet.Assurance != Assurance.Guaranteed)
        {
            return false;
        }
        if (_ingress[packet.ContractIndex].Stored.TryGetValue(packet.Sequence, out StoredMessage? stored))
        {
            effects.Park(stored.Pieces[packet.FragmentIndex]);
        }
        effects.Release(packet);
        return true;
    }
}
