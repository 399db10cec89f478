using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    // 16 million messages of a contract in one life, and 256 lives.
    private const int SequencesPerLifeBits = 24;

    private readonly Dictionary<int, IngressContract> _ingress = [];

    // Match, police, stamp, cut into packets, forward.
    private void Ingest(in Submission submission, EffectList effects)
    {
        Contract? contract = submission.Contract is int named ? _contracts[named] : Match(submission.Flow);
        DropReason refusal = contract is null
            ? DropReason.IngressNoContract
            : !_contracts.IsAdmitted(contract.Index)
                ? DropReason.IngressNotAdmitted
                : submission.Size.Bytes > contract.MessageSizeMax.Bytes || submission.Size.Bytes <= 0
                    ? DropReason.IngressTooLarge
                    : DropReason.None;
        if (refusal != DropReason.None)
        {
            effects.Refuse(refusal, submission.HostTag);
            return;
        }
        if (!_ingress.TryGetValue(contract!.Index, out IngressContract? ingress))
        {
            // A new life begins its numbers where the last one cannot have come: its subscribers remember.
            ingress = new IngressContract(contract)
            {
                NextSequence = (Incarnation - 1) << SequencesPerLifeBits,
            };
            _ingress.Add(contract.Index, ingress);
        }
        bool isGuaranteed = contract.Qos.Assurance == Assurance.Guaranteed;
        if (isGuaranteed && !HasRoomFor(ingress, submission.Size))
        {
            effects.Refuse(DropReason.IngressStoreFull, submission.HostTag);
            return;
        }
        bool isCommitted = ingress.IsCommitted(_now, submission.Size);
        if (!isCommitted && isGuaranteed)
        {
            effects.Refuse(DropReason.IngressExcess, submission.HostTag);
            return;
        }
        uint sequence = ingress.NextSequence++;
        int payload = (int)submission.Size.Bytes;
        int count = Packet.PiecesOf(submission.Size);
        StoredMessage? stored = isGuaranteed ? Store(ingress, sequence, count, submission, effects) : null;
        for (int i = 0; i < count; i++)
        {
            Packet packet = _services.Packets.Rent();
            Stamp(packet, contract, submission, isCommitted);
            packet.Sequence = sequence;
            packet.FragmentIndex = (ushort)i;
            packet.FragmentCount = (ushort)count;
            int piece = Math.Min(payload - (i * Packet.PayloadBytesMax), Packet.PayloadBytesMax);
            packet.SizeBytes = piece + Packet.OverheadBytes;
            if (stored is not null)
            {
                StorePiece(stored, packet, ingress, effects);
            }
            SendOut(packet, contract, effects);
        }
    }

    private void SendOut(Packet packet, Contract contract, EffectList effects)
    {
        bool isExcess = packet.Assurance != contract.Qos.Assurance;
        if (contract.Protection != Protection.Replicate || isExcess)
        {
            Forward(packet, effects);
            return;
        }
        // Each subscriber has a pair of its own.
        while (packet.IsForSeveral)
        {
            Packet part = Split(packet, packet.Targets & (~packet.Targets + 1), effects);
            Replicate(part, contract.Disjointness, effects);
        }
        Replicate(packet, contract.Disjointness, effects);
    }

    private Contract? Match(in FlowKey flow)
    {
        foreach (Contract contract in _contracts.OfPublisher(Id))
        {
            if (contract.Match.Fits(flow))
            {
                return contract;
            }
        }
        return null;
    }

    private void Stamp(Packet packet, Contract contract, in Submission submission, bool isCommitted)
    {
        packet.ContractIndex = contract.Index;
        packet.Key = submission.Key;
        packet.Source = Id;
        SetTargets(packet, AllTargets(contract));
        StampPlan(packet);
        packet.BudgetUs = contract.Budget is Duration budget
            ? (uint)Math.Clamp(budget.Nanoseconds / 1_000, 1, uint.MaxValue)
            : 0;
        packet.Overtaking = contract.Qos.Overtaking;
        // Excess goes as what may be dropped first, unless it was refused (page "Queues", rule 6).
        packet.Priority = isCommitted ? contract.Qos.Priority : (byte)0;
        packet.Assurance = isCommitted ? contract.Qos.Assurance : Assurance.Congestion;
        packet.Entered = _now;
        packet.QueueOrder = _queueOrder++;
        packet.HostTag = submission.HostTag;
    }
}
