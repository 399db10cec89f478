using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    private readonly Dictionary<int, EgressContract> _egress = [];

    // What must happen by when: a gap in the order is given up, or a message of which pieces are missing.
    private readonly PriorityQueue<Hold, Instant> _holds = new();

    private readonly record struct Hold(int ContractIndex, uint Sequence, bool IsPartial);

    // Duplicates out, pieces together, order restored, newest of each key only.
    private void Receive(Packet packet, EffectList effects)
    {
        if (packet.Receipt is Receipt receipt)
        {
            TakeReceipt(receipt, effects);
            effects.Release(packet);
            return;
        }
        if (!_egress.TryGetValue(packet.ContractIndex, out EgressContract? egress))
        {
            egress = new EgressContract(_contracts[packet.ContractIndex]);
            _egress.Add(packet.ContractIndex, egress);
        }
        if (egress.IsInOrderForSure)
        {
            // What its ingress has settled will not come any more.
            SkipTo(egress, packet.Base, effects);
        }
        if (egress.Window.IsSeen(packet.Sequence))
        {
            // It comes again when the receipt was lost; what waits here is not delivered yet.
            if (!egress.Held.ContainsKey(packet.Sequence))
            {
                OweFor(egress, packet);
            }
            effects.Drop(
                packet,
                egress.Window.IsTooOld(packet.Sequence) ? DropReason.OutOfOrder : DropReason.Duplicate);
        }
        else if (packet.FragmentCount == 1)
        {
            ReceiveWhole(egress, new WholeMessage(packet.Sequence, packet, null), effects);
        }
        else
        {
            ReceivePiece(egress, packet, effects);
        }
    }

    private void ReceivePiece(EgressContract egress, Packet packet, EffectList effects)
    {
        int before = egress.PacketsHeld;
        if (!egress.TryAddPiece(packet, out Packet[]? pieces, out bool isFirst))
        {
            effects.Drop(packet, DropReason.Duplicate);
            return;
        }
        _packetsHeld += egress.PacketsHeld - before;
        if (isFirst)
        {
            _holds.Enqueue(
                new Hold(packet.ContractIndex, packet.Sequence, IsPartial: true),
                _now + _config.ReassemblyMax);
        }
        if (pieces is not null)
        {
            ReceiveWhole(egress, new WholeMessage(packet.Sequence, packet, pieces), effects);
        }
    }

    private void ReceiveWhole(EgressContract egress, WholeMessage message, EffectList effects)
    {
        if (egress.IsInOrderForSure && message.Sequence > egress.Expected
            && egress.Held.Count >= _config.OrderHoldCountMax)
        {
            DropWhole(message, DropReason.OrderFull, effects);
            return;
        }
        egress.Window.Mark(message.Sequence);
        switch (egress.Contract.Qos.Overtaking)
        {
            case Overtaking.Replace when !egress.TryBeNewest(message.Head.Key, message.Sequence):
                OweFor(egress, message.Head);
                DropWhole(message, DropReason.Superseded, effects);
                break;
            case Overtaking.Follow:
                ReceiveInOrder(egress, message, effects);
                break;
            default:
                DeliverWhole(egress, message, effects);
                break;
        }
    }

    private void OweFor(EgressContract egress, Packet packet)
    {
        if (egress.Contract.Qos.Assurance == Assurance.Guaranteed)
        {
            Owe(packet.Source, packet.ContractIndex, packet.Sequence);
        }
    }

    private void ReceiveInOrder(EgressContract egress, WholeMessage message, EffectList effects)
    {
        if (message.Sequence < egress.Expected)
        {
            OweFor(egress, message.Head);
            DropWhole(message, DropReason.OutOfOrder, effects);
            return;
        }
        if (message.Sequence == egress.Expected)
        {
            egress.Expected++;
            DeliverWhole(egress, message, effects);
            DeliverConsecutive(egress, effects);
            return;
        }
        egress.Held.Add(message.Sequence, message);
        AddHeld(egress, message, sign: 1);
        if (egress.IsInOrderForSure)
        {
            // What is missing comes, however late.
            return;
        }
        _holds.Enqueue(
            new Hold(egress.Contract.Index, message.Sequence, IsPartial: false), HoldUntil(message.Head));
        if (egress.Held.Count > _config.OrderHoldCountMax)
        {
            SkipTo(egress, FirstHeld(egress), effects);
        }
    }

    private Instant HoldUntil(Packet packet)
    {
        Instant most = _now + _config.OrderHoldMax;
        Instant slackEnds = packet.BudgetUs == 0 ? Instant.Max : packet.Entered + Slack(packet);
        return slackEnds < most ? slackEnds : most;
    }

    // Gives up what is missing before a held message, and delivers up to it and on.
    private void SkipTo(EgressContract egress, uint sequence, EffectList effects)
    {
        while (egress.Held.Count > 0 && FirstHeld(egress) <= sequence)
        {
            uint first = FirstHeld(egress);
            egress.Held.Remove(first, out WholeMessage message);
            AddHeld(egress, message, sign: -1);
            egress.Expected = first + 1;
            DeliverWhole(egress, message, effects);
        }
        if (egress.IsInOrderForSure && egress.Expected < sequence)
        {
            egress.Expected = sequence;
        }
        DeliverConsecutive(egress, effects);
    }

    private void DeliverConsecutive(EgressContract egress, EffectList effects)
    {
        while (egress.Held.Count > 0 && egress.Held.Remove(egress.Expected, out WholeMessage message))
        {
            AddHeld(egress, message, sign: -1);
            egress.Expected++;
            DeliverWhole(egress, message, effects);
        }
    }

    private void ReleaseHolds(EffectList effects)
    {
        while (_holds.TryPeek(out Hold hold, out Instant due) && due <= _now)
        {
            _holds.Dequeue();
            EgressContract egress = _egress[hold.ContractIndex];
            if (!hold.IsPartial)
            {
                if (egress.Held.ContainsKey(hold.Sequence))
                {
                    SkipTo(egress, hold.Sequence, effects);
                }
                continue;
            }
            foreach (Packet piece in egress.TakePartial(hold.Sequence))
            {
                _packetsHeld--;
                effects.Drop(piece, DropReason.Incomplete);
            }
        }
    }

    private static uint FirstHeld(EgressContract egress)
    {
        foreach (uint sequence in egress.Held.Keys)
        {
            return sequence;
        }
        return uint.MaxValue;
    }

    private void AddHeld(EgressContract egress, in WholeMessage message, int sign)
    {
        int packets = sign * (message.Pieces?.Length ?? 1);
        egress.PacketsHeld += packets;
        _packetsHeld += packets;
    }

    private void DeliverWhole(EgressContract egress, in WholeMessage message, EffectList effects)
    {
        OweFor(egress, message.Head);
        if (message.Pieces is null)
        {
            effects.Deliver(message.Only, isMessageEnd: true);
            return;
        }
        for (int i = 0; i < message.Pieces.Length; i++)
        {
            effects.Deliver(message.Pieces[i], isMessageEnd: i == message.Pieces.Length - 1);
        }
    }

    private static void DropWhole(in WholeMessage message, DropReason reason, EffectList effects)
    {
        foreach (Packet piece in message.Pieces ?? [message.Only])
        {
            effects.Drop(piece, reason);
        }
    }
}
