using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

// The egress end of guaranteed delivery: what was delivered, or need not be any more, is acknowledged to its
// ingress, several messages at a time.
public sealed partial class MeshNode
{
    private const byte ReceiptPriority = 9;

    private readonly SortedDictionary<int, Owed> _owed = [];
    private Instant _receiptsDue = Instant.Max;
    private uint _receiptSequence;

    private sealed class Owed(Instant due)
    {
        public List<ReceiptItem> Items { get; } = [];

        public Instant Due { get; } = due;
    }

    private void Owe(NodeId ingress, int contract, uint sequence)
    {
        if (!_owed.TryGetValue(ingress.Value, out Owed? owed))
        {
            owed = new Owed(_now + _config.ReceiptDelay);
            _owed.Add(ingress.Value, owed);
        }
        owed.Items.Add(new ReceiptItem(contract, sequence));
        _receiptsDue = Earlier(_receiptsDue, owed.Items.Count >= Receipt.ItemsMax ? _now : owed.Due);
    }

    private void SendReceipts(EffectList effects)
    {
        _receiptsDue = Instant.Max;
        foreach ((int ingress, Owed owed) in new List<KeyValuePair<int, Owed>>(_owed))
        {
            if (owed.Due > _now && owed.Items.Count < Receipt.ItemsMax)
            {
                _receiptsDue = Earlier(_receiptsDue, owed.Due);
                continue;
            }
            _owed.Remove(ingress);
            for (int i = 0; i < owed.Items.Count; i += Receipt.ItemsMax)
            {
                int count = System.Math.Min(Receipt.ItemsMax, owed.Items.Count - i);
                SendReceipt(new NodeId(ingress), new Receipt(Id, owed.Items.GetRange(i, count)), effects);
            }
        }
    }

    private void SendReceipt(NodeId ingress, Receipt receipt, EffectList effects)
    {
        Packet packet = _services.Packets.Rent();
        packet.ContractIndex = -1;
        packet.Sequence = _receiptSequence++;
        packet.Key = 0;
        packet.FragmentIndex = 0;
        packet.FragmentCount = 1;
        packet.SizeBytes = receipt.SizeBytes + Packet.OverheadBytes;
        packet.Source = Id;
        packet.Targets = 1;
        packet.Destination = ingress;
        StampPlan(packet);
        packet.BudgetUs = (uint)(_config.ReceiptBudget.Nanoseconds / 1_000);
        packet.Priority = ReceiptPriority;
        packet.Overtaking = Overtaking.Independent;
        packet.Assurance = Assurance.Deadline;
        packet.Receipt = receipt;
        packet.Entered = _now;
        packet.QueueOrder = _queueOrder++;
        packet.HostTag = -1;
        effects.Originate(packet);
        Forward(packet, effects);
    }
}
