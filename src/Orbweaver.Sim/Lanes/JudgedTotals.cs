using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>
/// The judgement of all contracts of one kind, over many seeds: a row of the preset, or one contract.
/// </summary>
public sealed class JudgedRow
{
    /// <summary>Missed messages that are kept one by one; all of them are counted.</summary>
    public const int MissedMax = 1_000;

    private readonly SortedDictionary<NoWayCause, long> _infeasible = [];
    private readonly List<(ulong Seed, MissedMessage Message)> _missed = [];

    internal JudgedRow(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The greatest promise of its contracts, in parts per million; null for none.</summary>
    public int? PromisePpm { get; private set; }

    /// <summary>The verdict in numbers.</summary>
    public OnTimeCount Count { get; private set; }

    /// <summary>What became of those that were not on time.</summary>
    public LateOutcomes Outcomes { get; private set; }

    /// <summary>Those that nobody could have delivered, by cause.</summary>
    public IReadOnlyDictionary<NoWayCause, long> Infeasible => _infeasible;

    /// <summary>The first of those that could have been delivered, by seed and contract.</summary>
    public IReadOnlyList<(ulong Seed, MissedMessage Message)> Missed => _missed;

    /// <summary>Whether everything was promised, and something was missed that could be delivered.</summary>
    public bool IsBroken => PromisePpm == 1_000_000 && Count.Missed > 0;

    internal void Add(ulong seed, JudgedFlow flow, int? promisePpm)
    {
        PromisePpm = PromisePpm is { } before && !(promisePpm > before) ? before : promisePpm;
        Count += flow.Count;
        Outcomes += flow.Outcomes;
        foreach ((NoWayCause cause, long messages) in flow.Infeasible)
        {
            _infeasible[cause] = _infeasible.GetValueOrDefault(cause) + messages;
        }
        foreach (MissedMessage message in flow.Missed)
        {
            if (_missed.Count < MissedMax)
            {
                _missed.Add((seed, message));
            }
        }
    }
}

/// <summary>
/// What many seeds of a scenario under its own faults came to. Seeds are added in their order.
/// </summary>
/// <param name="contracts">The contracts, by index.</param>
/// <param name="rows">The row of each.</param>
public sealed class JudgedTotals(IReadOnlyList<Contract> contracts, IReadOnlyList<string> rows)
{
    private readonly Dictionary<string, JudgedRow> _byName = new(System.StringComparer.Ordinal);
    private readonly List<JudgedRow> _rows = [];
    private readonly List<JudgedSeed> _failed = [];

    /// <summary>Seeds that were run.</summary>
    public int Seeds { get; private set; }

    /// <summary>Simulated time.</summary>
    public Duration Simulated { get; private set; }

    /// <summary>A hash over the trace hashes, in order.</summary>
    public ulong TraceHash { get; private set; }

    /// <summary>Rows, in the order of their first contracts.</summary>
    public IReadOnlyList<JudgedRow> Rows => _rows;

    /// <summary>Seeds that broke off.</summary>
    public IReadOnlyList<JudgedSeed> Failed => _failed;

    /// <summary>Adds a seed.</summary>
    public void Add(JudgedSeed seed)
    {
        Seeds++;
        Simulated += seed.Simulated;
        TraceHash = StableHash.Mix(TraceHash, seed.TraceHash);
        if (seed.Failure is not null)
        {
            _failed.Add(seed);
        }
        foreach (JudgedFlow flow in seed.Flows)
        {
            string name = rows[flow.Contract];
            if (!_byName.TryGetValue(name, out JudgedRow? row))
            {
                row = new JudgedRow(name);
                _byName.Add(name, row);
                _rows.Add(row);
            }
            row.Add(seed.Seed, flow, contracts[flow.Contract].PromisePpm);
        }
    }

    /// <summary>The gravest failure; null when there is none.</summary>
    public FailureKind? Worst
    {
        get
        {
            FailureKind? worst = _rows.Exists(r => r.IsBroken) ? FailureKind.Liveness : null;
            foreach (JudgedSeed seed in _failed)
            {
                FailureKind kind = seed.Failure!.Kind;
                worst = worst is { } w && w < kind ? w : kind;
            }
            return worst;
        }
    }
}
