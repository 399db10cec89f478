using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What came from outside under a contract lately.</summary>
/// <param name="Contract">The contract, by index.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Over">In how much time.</param>
public readonly record struct OutsideRate(int Contract, long Messages, long Bytes, Duration Over);

/// <summary>
/// Counts what comes from outside, by contract, over the last minute of the world's time: what is likely to
/// come next. Contracts of which nothing comes take no room.
/// </summary>
internal sealed class OutsideMeter(Instant start, int contracts)
{
    private const int Slots = 12;

    private static readonly Duration SlotLength = Duration.FromSeconds(5);

    private readonly Counts[]?[] _counts = new Counts[]?[contracts];

    private record struct Counts(long Slot, long Messages, long Bytes);

    /// <summary>A message came.</summary>
    public void Note(int contract, DataSize size, Instant now)
    {
        Counts[] row = _counts[contract] ??= new Counts[Slots];
        long slot = (now - start) / SlotLength;
        ref Counts counts = ref row[slot % Slots];
        if (counts.Slot != slot)
        {
            counts = new Counts(slot, 0, 0);
        }
        counts.Messages++;
        counts.Bytes += size.Bytes;
    }

    /// <summary>What came in the last minute, by contract; nothing for those of which nothing did.</summary>
    public IReadOnlyList<OutsideRate> Rates(Instant now)
    {
        long slot = (now - start) / SlotLength;
        long oldest = Math.Max(0, slot - Slots + 1);
        Duration over = now - (start + (SlotLength * oldest));
        List<OutsideRate> rates = [];
        for (int contract = 0; contract < _counts.Length; contract++)
        {
            long messages = 0;
            long bytes = 0;
            foreach (Counts counts in _counts[contract] ?? [])
            {
                messages += counts.Slot >= oldest ? counts.Messages : 0;
                bytes += counts.Slot >= oldest ? counts.Bytes : 0;
            }
            if (messages > 0 && over > Duration.Zero)
            {
                rates.Add(new OutsideRate(contract, messages, bytes, over));
            }
        }
        return rates;
    }
}
