using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>A whole message at the egress: its pieces in order.</summary>
internal readonly record struct WholeMessage(uint Sequence, Packet Only, Packet[]? Pieces)
{
    /// <summary>The piece that speaks for the message: its key and budget.</summary>
    public Packet Head => Pieces is null ? Only : Pieces[0];
}

/// <summary>
/// What an egress remembers of one contract: what was delivered, what waits for its order or its rest.
/// </summary>
internal sealed class EgressContract(Contract contract)
{
    /// <summary>
    /// Keys remembered per contract. Of keys beyond it an older message may be delivered after a newer one.
    /// </summary>
    public const int KeysMax = 1_000_000;

    private readonly Dictionary<uint, uint> _newestOfKey = [];
    private readonly SortedDictionary<uint, WholeMessage> _held = [];
    private readonly Dictionary<uint, Packet?[]> _partial = [];

    /// <summary>The contract.</summary>
    public Contract Contract { get; } = contract;

    /// <summary>What was delivered or is held.</summary>
    public SequenceWindow Window { get; } = new();

    /// <summary>
    /// Whether every message comes in the end, so that later ones wait for it as long as it takes.
    /// </summary>
    public bool IsInOrderForSure { get; } =
        contract.Qos is { Overtaking: Overtaking.Follow, Assurance: Assurance.Guaranteed };

    /// <summary>The next message of an <c>f</c> contract.</summary>
    public uint Expected { get; set; }

    /// <summary>Whole messages that wait for an earlier one, by number.</summary>
    public SortedDictionary<uint, WholeMessage> Held => _held;

    /// <summary>Packets held: of whole messages and of partial ones.</summary>
    public int PacketsHeld { get; set; }

    /// <summary>Whether this is the newest of its key so far; notes it if so.</summary>
    public bool TryBeNewest(uint key, uint sequence)
    {
        if (_newestOfKey.TryGetValue(key, out uint newest) && sequence < newest)
        {
            return false;
        }
        if (_newestOfKey.Count < KeysMax || _newestOfKey.ContainsKey(key))
        {
            _newestOfKey[key] = sequence;
        }
        return true;
    }

    /// <summary>
    /// Adds a piece. False: it was there already. When it was the last, the message is whole.
    /// </summary>
    public bool TryAddPiece(Packet packet, out Packet[]? pieces, out bool isFirst)
    {
        pieces = null;
        isFirst = !_partial.TryGetValue(packet.Sequence, out Packet?[]? partial);
        if (partial is null)
        {
            partial = new Packet?[packet.FragmentCount];
            _partial.Add(packet.Sequence, partial);
        }
        if (packet.FragmentIndex >= partial.Length || partial[packet.FragmentIndex] is not null)
        {
            return false;
        }
        partial[packet.FragmentIndex] = packet;
        foreach (Packet? piece in partial)
        {
            if (piece is null)
            {
                PacketsHeld++;
                return true;
            }
        }
        PacketsHeld -= partial.Length - 1;
        _partial.Remove(packet.Sequence);
        pieces = partial!;
        return true;
    }

    /// <summary>Gives up a message of which pieces are missing; yields the pieces that came.</summary>
    public IEnumerable<Packet> TakePartial(uint sequence)
    {
        if (!_partial.Remove(sequence, out Packet?[]? partial))
        {
            yield break;
        }
        foreach (Packet? piece in partial)
        {
            if (piece is not null)
            {
                PacketsHeld--;
                yield return piece;
            }
        }
    }
}
