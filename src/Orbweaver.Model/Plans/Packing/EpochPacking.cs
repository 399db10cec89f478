using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Orbweaver.Model;

/// <summary>
/// Packs a block of epochs: links become runs over the epochs in which they hold, and a run is two nodes, two
/// numbers and a series of delays (<see cref="SeriesCoder"/>). Keeps scratch; <see cref="EpochBlock"/> reads
/// it back.
/// </summary>
internal sealed class EpochPacking(int nodeCount)
{
    /// <summary>
    /// Epochs of a block: a link costs 16 bytes to begin, and reading one epoch reads a block.
    /// </summary>
    public const int BlockEpochs = 32;

    private readonly BitWriter _bits = new();
    private readonly RunDelays _delays = new();
    private readonly List<LinkRun> _links = [];
    private readonly List<StandbyRun> _standby = [];
    private readonly List<StandbyEntry> _entries = [];
    private readonly List<StandbyKind> _kinds = [];
    private readonly int _nodeBits = NodeBits(nodeCount);

    /// <summary>Bits that hold the number of a node.</summary>
    public static int NodeBits(int nodeCount) => 32 - int.LeadingZeroCount(nodeCount);

    private readonly record struct StandbyEntry(StandbyLink Link, int Epoch, int Place);

    /// <summary>Packs up to <see cref="BlockEpochs"/> epochs.</summary>
    public ulong[] Pack(ReadOnlySpan<PlanEpoch> epochs)
    {
        Check.That(epochs.Length is > 0 and <= BlockEpochs);
        _bits.Clear();
        _bits.WriteSmall((ulong)epochs.Length);
        _delays.Clear();
        FindLinks(epochs);
        WriteLinks(epochs.Length);
        _delays.Clear();
        FindStandby(epochs);
        WriteStandby(epochs.Length);
        WriteOrder(epochs);
        return _bits.ToArray();
    }

    // Links ascend by contact in every epoch, so a finger on each finds them contact by contact.
    private void FindLinks(ReadOnlySpan<PlanEpoch> epochs)
    {
        _links.Clear();
        Span<int> at = stackalloc int[BlockEpochs];
        at.Clear();
        int previous = -1;
        while (true)
        {
            int contact = int.MaxValue;
            for (int e = 0; e < epochs.Length; e++)
            {
                ReadOnlySpan<EpochLink> links = epochs[e].Links;
                contact = at[e] < links.Length ? Math.Min(contact, links[at[e]].ContactIndex) : contact;
            }
            if (contact == int.MaxValue)
            {
                return;
            }
            // They may not name a contact twice.
            Check.That(contact > previous);
            previous = contact;
            LinkRun? run = null;
            for (int e = 0; e < epochs.Length; e++)
            {
                ReadOnlySpan<EpochLink> links = epochs[e].Links;
                if (at[e] == links.Length || links[at[e]].ContactIndex != contact)
                {
                    continue;
                }
                EpochLink link = links[at[e]++];
                if (run is not { } open || open.Last != e - 1 || open.A != link.A || open.B != link.B)
                {
                    EndLink(run);
                    _delays.Begin();
                    open = new LinkRun(contact, link.A, link.B, e, e, 0, 0);
                }
                _delays.Add(link.DelayStartNs, link.DelayMiddleNs, link.DelayEndNs);
                run = open with { Last = e };
            }
            EndLink(run);
        }
    }

    private void EndLink(LinkRun? run)
    {
        if (run is { } ended)
        {
            (int stride, int offset) = _delays.End();
            _links.Add(ended with { Stride = stride, Offset = offset });
        }
    }

    private void FindStandby(ReadOnlySpan<PlanEpoch> epochs)
    {
        _standby.Clear();
        _entries.Clear();
        for (int e = 0; e < epochs.Length; e++)
        {
            IReadOnlyList<StandbyLink> standby = epochs[e].Standby;
            for (int i = 0; i < standby.Count; i++)
            {
                _entries.Add(new StandbyEntry(standby[i], e, i));
            }
        }
        _entries.Sort(static (a, b) =>
        {
            int order = a.Link.Ground.CompareTo(b.Link.Ground);
            order = order != 0 ? order : a.Link.Satellite.CompareTo(b.Link.Satellite);
            order = order != 0 ? order : a.Epoch.CompareTo(b.Epoch);
            return order != 0 ? order : a.Place.CompareTo(b.Place);
        });
        StandbyRun? run = null;
        foreach (StandbyEntry entry in _entries)
        {
            StandbyLink link = entry.Link;
            var kind = new StandbyKind(link.Kind, link.RateUp, link.RateDown);
            bool goesOn = run is { } last
                && (last.Ground, last.Satellite, last.Kind, last.Last + 1)
                    == (link.Ground, link.Satellite, kind, entry.Epoch);
            if (!goesOn)
            {
                EndStandby(run);
                _delays.Begin();
                run = new StandbyRun(link.Ground, link.Satellite, kind, entry.Epoch, entry.Epoch, 0, 0);
            }
            _delays.Add(link.DelayStartNs, link.DelayMiddleNs, link.DelayEndNs);
            run = run!.Value with { Last = entry.Epoch };
        }
        EndStandby(run);
    }

    private void EndStandby(StandbyRun? run)
    {
        if (run is { } ended)
        {
            (int stride, int offset) = _delays.End();
            _standby.Add(ended with { Stride = stride, Offset = offset });
        }
    }

    private void WriteLinks(int epochCount)
    {
        _bits.WriteSmall((ulong)_links.Count);
        int contact = 0;
        foreach (LinkRun run in _links)
        {
            _bits.WriteSmall((ulong)(run.Contact - contact));
            contact = run.Contact;
            _bits.Write((ulong)run.A.Value, _nodeBits);
            _bits.Write((ulong)run.B.Value, _nodeBits);
            WriteDelays(run.First, run.Last, run.Stride, run.Offset, epochCount);
        }
    }

    private void WriteStandby(int epochCount)
    {
        _kinds.Clear();
        foreach (StandbyRun run in _standby)
        {
            if (!_kinds.Contains(run.Kind))
            {
                _kinds.Add(run.Kind);
            }
        }
        _bits.WriteSmall((ulong)_kinds.Count);
        foreach (StandbyKind kind in _kinds)
        {
            _bits.WriteSmall((ulong)kind.Kind);
            _bits.WriteSmall((ulong)kind.RateUp.BitsPerSecond);
            _bits.WriteSmall((ulong)kind.RateDown.BitsPerSecond);
        }
        _bits.WriteSmall((ulong)_standby.Count);
        int ground = 0;
        foreach (StandbyRun run in _standby)
        {
            _bits.WriteSmall((ulong)(run.Ground.Value - ground));
            ground = run.Ground.Value;
            _bits.Write((ulong)run.Satellite.Value, _nodeBits);
            _bits.WriteSmall((ulong)_kinds.IndexOf(run.Kind));
            WriteDelays(run.First, run.Last, run.Stride, run.Offset, epochCount);
        }
    }

    private void WriteDelays(int first, int last, int stride, int offset, int epochCount)
    {
        bool isWhole = first == 0 && last == epochCount - 1;
        _bits.Write(isWhole ? 1u : 0u, 1);
        if (!isWhole)
        {
            _bits.WriteSmall((ulong)first);
            _bits.WriteSmall((ulong)(epochCount - 1 - last));
        }
        _bits.Write(stride == 2 ? 1u : 0u, 1);
        int count = RunDelays.Count(first, last, stride);
        SeriesCoder.Write(CollectionsMarshal.AsSpan(_delays.ValuesNs).Slice(offset, count), _bits);
    }

    // In which order an epoch lists its standby links: for each the place of its run among those in force.
    private void WriteOrder(ReadOnlySpan<PlanEpoch> epochs)
    {
        // Entries lie run by run, so those of an epoch come in the order of the runs.
        var places = new int[epochs.Length][];
        for (int e = 0; e < epochs.Length; e++)
        {
            places[e] = new int[epochs[e].Standby.Count];
        }
        Span<int> active = stackalloc int[BlockEpochs];
        active.Clear();
        foreach (StandbyEntry entry in _entries)
        {
            places[entry.Epoch][entry.Place] = active[entry.Epoch]++;
        }
        for (int e = 0; e < epochs.Length; e++)
        {
            IReadOnlyList<StandbyLink> standby = epochs[e].Standby;
            int expected = 0;
            int rank = 0;
            for (int i = 0; i < standby.Count; i++)
            {
                rank = i > 0 && standby[i].Ground == standby[i - 1].Ground ? rank : 0;
                _bits.WriteSigned(places[e][i] - expected);
                _bits.WriteSigned(standby[i].Rank - rank);
                expected = places[e][i] + 1;
                rank = standby[i].Rank + 1;
            }
        }
    }
}
