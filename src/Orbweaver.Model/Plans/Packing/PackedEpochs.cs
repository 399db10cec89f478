using System;
using System.Collections;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// The epochs of a long plan, packed without loss: about a byte and a half a link and epoch instead of 48. An
/// epoch is unpacked when it is asked for; the last few are kept, so that asking again costs nothing. Safe to
/// read by many threads at once: what is kept is immutable, and readers that race only do the same work
/// twice. Where an epoch lies is all that makes two of the same number equal: they need not be the same
/// object.
/// </summary>
public sealed class PackedEpochs : IReadOnlyList<PlanEpoch>
{
    // A network looks at the epoch in force and its neighbours.
    private const int EpochsKept = 8;

    // Two, as around a boundary of blocks readers look at both.
    private const int BlocksKept = 2;

    private readonly ulong[][] _packed;
    private readonly int _nodeCount;
    private readonly Duration _hopDelay;
    private readonly EpochBlock?[] _blocks = new EpochBlock?[BlocksKept];
    private readonly PlanEpoch?[] _epochs = new PlanEpoch?[EpochsKept];

    internal PackedEpochs(ulong[][] packed, int count, int nodeCount, Duration hopDelay, long linkEpochs)
    {
        _packed = packed;
        _nodeCount = nodeCount;
        _hopDelay = hopDelay;
        Count = count;
        LinkEpochs = linkEpochs;
        foreach (ulong[] block in packed)
        {
            SizeBytes += (long)block.Length * sizeof(ulong);
        }
    }

    /// <summary>
    /// Epochs that are packed together, and unpacked as far as their delays: who reads many in parallel
    /// shares out the epochs of one block at a time.
    /// </summary>
    public static int BlockEpochs => EpochPacking.BlockEpochs;

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Bytes that all epochs take.</summary>
    public long SizeBytes { get; }

    /// <summary>Links and standby links, each counted in every epoch that has it.</summary>
    public long LinkEpochs { get; }

    /// <inheritdoc/>
    public PlanEpoch this[int index]
    {
        get
        {
            PlanEpoch? kept = _epochs[index % EpochsKept];
            return kept is not null && kept.Index == index ? kept : Unpack(index);
        }
    }

    /// <summary>
    /// Packs epochs that ascend from 0; all must be of that many nodes and have that delay a hop in their
    /// metric.
    /// </summary>
    public static PackedEpochs Of(IEnumerable<PlanEpoch> epochs, int nodeCount, Duration hopDelay)
    {
        var packer = new EpochPacker(nodeCount, hopDelay);
        foreach (PlanEpoch epoch in epochs)
        {
            packer.Add(epoch);
        }
        return packer.Finish();
    }

    /// <summary>
    /// Epochs of a plan that follows from another: packed if those of the other are, else a list.
    /// </summary>
    public static IReadOnlyList<PlanEpoch> Like(Plan other, IEnumerable<PlanEpoch> epochs)
        => other.Epochs is PackedEpochs ? Of(epochs, other.Nodes.Count, other.HopDelay) : [.. epochs];

    /// <summary>How many blocks there are.</summary>
    public int BlockCount => _packed.Length;

    /// <summary>
    /// The bits of a block, lowest first, without the word to spare that its reader needs.
    /// </summary>
    public ReadOnlySpan<ulong> BlockBits(int block) => _packed[block].AsSpan(0, _packed[block].Length - 1);

    /// <summary>
    /// Epochs of blocks that came from elsewhere. Null unless every one unpacks, with nothing left over, to
    /// links that the plan's nodes and contacts can have: after that no use of them fails.
    /// </summary>
    public static PackedEpochs? TryOf(
        IReadOnlyList<ulong[]> blocks, int count, int nodeCount, IReadOnlyList<Contact> contacts,
        Duration hopDelay)
    {
        if (count <= 0 || blocks.Count != ((count - 1) / BlockEpochs) + 1)
        {
            return null;
        }
        var packed = new ulong[blocks.Count][];
        var check = new EpochBlockCheck(nodeCount, contacts, hopDelay);
        long linkEpochs = 0;
        for (int i = 0; i < packed.Length; i++)
        {
            if (!check.IsRight(blocks[i], Math.Min(BlockEpochs, count - (i * BlockEpochs))))
            {
                return null;
            }
            linkEpochs += check.LinkEpochs;
            packed[i] = [.. blocks[i], 0];
        }
        return new PackedEpochs(packed, count, nodeCount, hopDelay, linkEpochs);
    }

    /// <inheritdoc/>
    public IEnumerator<PlanEpoch> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PlanEpoch Unpack(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int number = index / BlockEpochs;
        EpochBlock? block = _blocks[number % BlocksKept];
        if (block is null || block.Index != number)
        {
            block = new EpochBlock(number, _packed[number], number * BlockEpochs, _nodeCount, _hopDelay);
            _blocks[number % BlocksKept] = block;
        }
        PlanEpoch epoch = block.Epoch(index);
        _epochs[index % EpochsKept] = epoch;
        return epoch;
    }
}
