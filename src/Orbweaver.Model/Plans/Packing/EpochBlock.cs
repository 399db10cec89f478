using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Orbweaver.Model;

/// <summary>
/// A block of epochs, unpacked as far as runs and delays: epochs are made from it one by one. Immutable.
/// </summary>
internal sealed class EpochBlock
{
    private readonly int _firstEpoch;
    private readonly int _nodeCount;
    private readonly Duration _hopDelay;
    private readonly LinkRun[] _links;
    private readonly StandbyRun[] _standby;
    private readonly int[] _linkDelaysNs;
    private readonly int[] _standbyDelaysNs;
    private readonly (int Run, int Rank)[][] _order;

    /// <summary>Reads what <see cref="EpochPacking"/> wrote; the first epoch has that number.</summary>
    public EpochBlock(int index, ulong[] packed, int firstEpoch, int nodeCount, Duration hopDelay)
    {
        Index = index;
        _firstEpoch = firstEpoch;
        _nodeCount = nodeCount;
        _hopDelay = hopDelay;
        int nodeBits = EpochPacking.NodeBits(nodeCount);
        var from = new BitReader(packed);
        int epochCount = (int)from.ReadSmall();
        var delaysNs = new List<int>();
        _links = ReadLinks(ref from, epochCount, nodeBits, delaysNs);
        _linkDelaysNs = [.. delaysNs];
        delaysNs.Clear();
        _standby = ReadStandby(ref from, epochCount, nodeBits, delaysNs);
        _standbyDelaysNs = [.. delaysNs];
        _order = ReadOrder(ref from, epochCount);
    }

    /// <summary>Which block of the plan it is.</summary>
    public int Index { get; }

    /// <summary>Makes the epoch of that number.</summary>
    public PlanEpoch Epoch(int number)
    {
        int epoch = number - _firstEpoch;
        int count = 0;
        foreach (LinkRun run in _links)
        {
            count += run.First <= epoch && epoch <= run.Last ? 1 : 0;
        }
        var links = new EpochLink[count];
        count = 0;
        foreach (LinkRun run in _links)
        {
            if (run.First <= epoch && epoch <= run.Last)
            {
                int at = run.Offset + (run.Stride * (epoch - run.First));
                links[count++] = new EpochLink(
                    run.Contact, run.A, run.B,
                    _linkDelaysNs[at], _linkDelaysNs[at + 1], _linkDelaysNs[at + 2]);
            }
        }
        return new PlanEpoch(number, _nodeCount, links, Standby(epoch), _hopDelay);
    }

    private StandbyLink[] Standby(int epoch)
    {
        (int Run, int Rank)[] order = _order[epoch];
        var standby = new StandbyLink[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            StandbyRun run = _standby[order[i].Run];
            int at = run.Offset + (run.Stride * (epoch - run.First));
            standby[i] = new StandbyLink(
                run.Ground, run.Satellite, order[i].Rank, run.Kind.Kind,
                _standbyDelaysNs[at], _standbyDelaysNs[at + 1], _standbyDelaysNs[at + 2],
                run.Kind.RateUp, run.Kind.RateDown);
        }
        return standby;
    }

    private static LinkRun[] ReadLinks(
        ref BitReader from, int epochCount, int nodeBits, List<int> delaysNs)
    {
        var runs = new LinkRun[(int)from.ReadSmall()];
        int contact = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            contact += (int)from.ReadSmall();
            var a = new NodeId((int)from.Read(nodeBits));
            var b = new NodeId((int)from.Read(nodeBits));
            (int first, int last, int stride, int offset) = ReadDelays(ref from, epochCount, delaysNs);
            runs[i] = new LinkRun(contact, a, b, first, last, stride, offset);
        }
        return runs;
    }

    private static StandbyRun[] ReadStandby(
        ref BitReader from, int epochCount, int nodeBits, List<int> delaysNs)
    {
        var kinds = new StandbyKind[(int)from.ReadSmall()];
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = new StandbyKind(
                (ContactKind)from.ReadSmall(),
                new DataRate((long)from.ReadSmall()),
                new DataRate((long)from.ReadSmall()));
        }
        var runs = new StandbyRun[(int)from.ReadSmall()];
        int ground = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            ground += (int)from.ReadSmall();
            var satellite = new NodeId((int)from.Read(nodeBits));
            StandbyKind kind = kinds[(int)from.ReadSmall()];
            (int first, int last, int stride, int offset) = ReadDelays(ref from, epochCount, delaysNs);
            runs[i] = new StandbyRun(new NodeId(ground), satellite, kind, first, last, stride, offset);
        }
        return runs;
    }

    private static (int First, int Last, int Stride, int Offset) ReadDelays(
        ref BitReader from, int epochCount, List<int> delaysNs)
    {
        (int first, int last) = (0, epochCount - 1);
        if (from.Read(1) == 0)
        {
            first = (int)from.ReadSmall();
            last -= (int)from.ReadSmall();
        }
        int stride = from.Read(1) == 1 ? 2 : 3;
        int offset = delaysNs.Count;
        CollectionsMarshal.SetCount(delaysNs, offset + RunDelays.Count(first, last, stride));
        SeriesCoder.Read(ref from, CollectionsMarshal.AsSpan(delaysNs)[offset..]);
        return (first, last, stride, offset);
    }

    private (int Run, int Rank)[][] ReadOrder(ref BitReader from, int epochCount)
    {
        var order = new (int Run, int Rank)[epochCount][];
        var active = new List<int>();
        for (int e = 0; e < epochCount; e++)
        {
            active.Clear();
            for (int run = 0; run < _standby.Length; run++)
            {
                if (_standby[run].First <= e && e <= _standby[run].Last)
                {
                    active.Add(run);
                }
            }
            order[e] = new (int Run, int Rank)[active.Count];
            int place = -1;
            int rank = -1;
            NodeId ground = NodeId.None;
            for (int i = 0; i < order[e].Length; i++)
            {
                place += 1 + from.ReadSigned();
                int run = active[place];
                rank = (_standby[run].Ground == ground ? rank + 1 : 0) + from.ReadSigned();
                ground = _standby[run].Ground;
                order[e][i] = (run, rank);
            }
        }
        return order;
    }
}
