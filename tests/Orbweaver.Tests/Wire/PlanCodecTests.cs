using System;
using System.Collections.Generic;
using System.Formats.Cbor;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Wire;

public sealed class PlanCodecTests
{
    [Fact]
    public void Documents_come_back_as_they_were()
    {
        var dice = new Prng(4);
        SimWorld small = SmallWorld.Of(3);
        List<PlanDocument> documents =
        [
            PlanDocument.First(small.Plan), .. small.PlanIssues.Select(i => i.Document),
            .. Enumerable.Range(0, 200).Select(_ => PlanTarget.Draw(dice)),
        ];
        TorusWorld torus = new();
        documents.Add(torus.Issue(new NodeId(0), Duration.FromSeconds(65)));
        Assert.Contains(documents, d => d.Plan.Epochs.Any(e => e.Standby.Count > 0));
        foreach (PlanDocument sent in documents)
        {
            byte[] bytes = PlanCodec.Encode(sent);

            Assert.True(PlanCodec.TryDecode(bytes, out PlanDocument? read, out WireError error), $"{error}");

            AssertSame(sent, read!);
            Assert.Equal(bytes.Length, read!.SizeBytes);
            Assert.Equal(bytes, PlanCodec.Encode(read));
        }
    }

    [Fact]
    public void It_is_an_envelope_that_others_can_read()
    {
        PlanDocument document = PlanTarget.Draw(new Prng(5));
        CborReader envelope = new(PlanCodec.Encode(document), CborConformanceMode.Canonical);
        Assert.Equal((CborTag)18, envelope.ReadTag());
        Assert.Equal(4, envelope.ReadStartArray());
        Assert.Empty(envelope.ReadByteString());
        Assert.Equal(0, envelope.ReadStartMap());
        envelope.ReadEndMap();
        CborReader payload = new(envelope.ReadByteString(), CborConformanceMode.Canonical);
        Assert.Empty(envelope.ReadByteString());
        envelope.ReadEndArray();
        Assert.Equal(0, envelope.BytesRemaining);
        Assert.Equal(11, payload.ReadStartMap());
        for (int key = 1; key <= 11; key++)
        {
            Assert.Equal(key, payload.ReadInt32());
            if (key == 3)
            {
                Assert.Equal(document.Plan.Start.Nanoseconds, payload.ReadInt64());
            }
            else if (key == 9)
            {
                Assert.Equal(document.Plan.Nodes.Count, payload.ReadStartArray());
                while (payload.PeekState() != CborReaderState.EndArray)
                {
                    payload.SkipValue();
                }
                payload.ReadEndArray();
            }
            else
            {
                payload.SkipValue();
            }
        }
        payload.ReadEndMap();
        Assert.Equal(0, payload.BytesRemaining);
    }

    [Fact]
    public void Any_wrong_bit_is_refused_or_gives_a_plan_that_can_be_used()
    {
        byte[] right = PlanCodec.Encode(PlanTarget.Draw(new Prng(6)));
        PlanTarget target = new();
        int refused = 0;
        for (int bit = 0; bit < right.Length * 8; bit++)
        {
            byte[] wrong = [.. right];
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += target.Read(wrong) == WireError.None ? 0 : 1;
        }
        Assert.InRange(refused, right.Length, (right.Length * 8) - 1);
        for (int length = 0; length < right.Length; length++)
        {
            Assert.NotEqual(WireError.None, target.Read(right.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Reasons_are_told()
    {
        PlanDocument fine = PlanTarget.Draw(new Prng(7));
        Assert.Equal(WireError.None, ErrorOf(fine));
        Assert.Equal(WireError.Name, ErrorOf(With(fine, nodes: n => n with { Name = "twice" })));
        Assert.Equal(WireError.Name, ErrorOf(With(fine, nodes: n => n with { Name = "" })));
        Assert.Equal(WireError.Name, ErrorOf(With(fine, nodes: n => n with { Name = new string('x', 129) })));
        Assert.Equal(WireError.Range, ErrorOf(With(fine, epochLength: Duration.Zero)));
        Assert.Equal(WireError.Range, ErrorOf(With(fine, epochLength: Duration.FromMinutes(121))));
        PlanCodec.TryDecode([0x80], out _, out WireError error);
        Assert.Equal(WireError.Envelope, error);
    }

    private static WireError ErrorOf(PlanDocument document)
    {
        PlanCodec.TryDecode(PlanCodec.Encode(document), out _, out WireError error);
        return error;
    }

    private static PlanDocument With(
        PlanDocument document, Func<PlanNode, PlanNode>? nodes = null, Duration? epochLength = null)
    {
        Plan plan = document.Plan;
        return new PlanDocument
        {
            Plan = new Plan
            {
                Version = plan.Version,
                Start = plan.Start,
                EpochLength = epochLength ?? plan.EpochLength,
                Drain = plan.Drain,
                HopDelay = plan.HopDelay,
                Nodes = [.. plan.Nodes.Select(nodes ?? (n => n))],
                Contacts = plan.Contacts,
                Epochs = plan.Epochs,
            },
            Turns = document.Turns,
            MadeAt = document.MadeAt,
            SizeBytes = 0,
        };
    }

    private static void AssertSame(PlanDocument a, PlanDocument b)
    {
        Assert.Equal(a.Turns, b.Turns);
        Assert.Equal(a.MadeAt, b.MadeAt);
        Assert.Equal(a.Signature, b.Signature);
        Assert.Equal(
            (a.Plan.Version, a.Plan.Start, a.Plan.EpochLength, a.Plan.Drain, a.Plan.HopDelay),
            (b.Plan.Version, b.Plan.Start, b.Plan.EpochLength, b.Plan.Drain, b.Plan.HopDelay));
        Assert.Equal(a.Plan.Nodes, b.Plan.Nodes);
        Assert.Equal(a.Plan.Contacts, b.Plan.Contacts);
        Assert.Equal(a.Plan.Epochs.Count, b.Plan.Epochs.Count);
        for (int e = 0; e < a.Plan.Epochs.Count; e++)
        {
            Assert.True(a.Plan.Epochs[e].Links.SequenceEqual(b.Plan.Epochs[e].Links));
            Assert.Equal(a.Plan.Epochs[e].Standby, b.Plan.Epochs[e].Standby);
        }
    }
}
