using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>Plan documents, with their packed epochs.</summary>
internal sealed class PlanTarget : IFuzzTarget
{
    // What is kept is the bytes once more and the nodes and contacts as objects; checking takes as much.
    private const long AllocationMax = 65_536;
    private const long AllocationPerByte = 32;
    private const int SeedBytesMax = FuzzInputs.BytesMax;

    /// <inheritdoc/>
    public string Name => "plan";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax + (AllocationPerByte * bytes);

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        byte[] bytes = PlanCodec.Encode(Draw(dice));
        Check.That(bytes.Length <= SeedBytesMax);
        bytes.CopyTo(to);
        return bytes.Length;
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        if (PlanCodec.TryDecode(bytes, out PlanDocument? document, out WireError error))
        {
            Use(document!);
        }
        return error;
    }

    /// <summary>A document of a small network that does not have to make sense as one.</summary>
    internal static PlanDocument Draw(Prng dice)
    {
        int nodeCount = (int)dice.NextBetween(2, 10);
        int epochCount = (int)dice.NextBetween(1, 40);
        var nodes = new PlanNode[nodeCount];
        for (int i = 0; i < nodeCount; i++)
        {
            string name = "n" + i.ToString(CultureInfo.InvariantCulture);
            nodes[i] = new PlanNode(
                new NodeId(i), name, (NodeKind)dice.NextBelow(3), "shell", "maker", i / 2, (i % 2) - 1);
        }
        var start = new Instant(dice.NextBelow(PlanLimits.LengthMax.Nanoseconds / 2));
        var contacts = new Contact[dice.NextBelow(8)];
        for (int i = 0; i < contacts.Length; i++)
        {
            contacts[i] = DrawContact(dice, i, nodeCount, start);
        }
        Duration hopDelay = Duration.FromMicroseconds(10);
        List<PlanEpoch> epochs = [];
        for (int e = 0; e < epochCount; e++)
        {
            epochs.Add(new PlanEpoch(
                e, nodeCount, DrawLinks(dice, contacts, e), DrawStandby(dice, nodeCount), hopDelay));
        }
        var id = new PlanId((int)dice.NextBelow(1_000), new NodeId((int)dice.NextBelow(nodeCount)));
        return new PlanDocument
        {
            Plan = new Plan
            {
                Version = id.Version,
                Start = start,
                EpochLength = Duration.FromSeconds(15),
                Drain = Duration.FromMilliseconds(100),
                HopDelay = hopDelay,
                Nodes = nodes,
                Contacts = contacts,
                Epochs = epochs,
            },
            Turns = [new PlanTurn(new PlanId(0, default), 0), new PlanTurn(id, 1 + epochCount)],
            MadeAt = start,
            SizeBytes = 0,
        };
    }

    // All that a node would ask of it, and the same bytes once more.
    private static void Use(PlanDocument document)
    {
        Plan plan = document.Plan;
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            foreach (EpochLink link in epoch.Links)
            {
                Check.That(plan.Contacts[link.ContactIndex].A.Node == link.A);
                plan.DelayAt(link, epoch.Index, plan.EpochStart(epoch.Index));
            }
            foreach (StandbyLink standby in epoch.Standby)
            {
                Check.That(epoch.Neighbours(standby.Ground).Length <= epoch.Links.Length);
            }
        }
        byte[] again = PlanCodec.Encode(document);
        Check.That(PlanCodec.TryDecode(again, out PlanDocument? read, out _));
        Check.That(PlanCodec.Encode(read!).AsSpan().SequenceEqual(again));
    }

    private static Contact DrawContact(Prng dice, int index, int nodeCount, Instant start)
    {
        int a = (int)dice.NextBelow(nodeCount - 1);
        int b = (int)dice.NextBetween(a + 1, nodeCount - 1);
        return new Contact(
            index,
            (ContactKind)dice.NextBelow(3),
            new TerminalRef(new NodeId(a), (int)dice.NextBelow(4)),
            new TerminalRef(new NodeId(b), (int)dice.NextBelow(4)),
            (int)dice.NextBelow(40),
            (int)dice.NextBetween(40, 100),
            start + Duration.FromMilliseconds(dice.NextBelow(100_000)),
            DataRate.FromMegabits(dice.NextBetween(1, 100_000)),
            DataRate.FromMegabits(dice.NextBetween(1, 100_000)));
    }

    private static EpochLink[] DrawLinks(Prng dice, Contact[] contacts, int epoch)
    {
        List<EpochLink> links = [];
        foreach (Contact contact in contacts)
        {
            if (dice.NextBelow(4) != 0)
            {
                int delayNs = (int)dice.NextBetween(1_000_000, 20_000_000);
                links.Add(new EpochLink(
                    contact.Index, contact.A.Node, contact.B.Node, delayNs, delayNs + epoch,
                    delayNs + (3 * epoch)));
            }
        }
        return [.. links];
    }

    private static StandbyLink[] DrawStandby(Prng dice, int nodeCount)
    {
        var standby = new StandbyLink[dice.NextBelow(3)];
        for (int i = 0; i < standby.Length; i++)
        {
            int ground = (int)dice.NextBelow(nodeCount);
            int satellite = (ground + 1 + (int)dice.NextBelow(nodeCount - 1)) % nodeCount;
            standby[i] = new StandbyLink(
                new NodeId(ground), new NodeId(satellite), i, ContactKind.Access, 5_000_000, 5_000_001,
                5_000_002, DataRate.FromMegabits(100), DataRate.FromMegabits(200));
        }
        return standby;
    }
}
