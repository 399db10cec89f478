using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// One search of a motif. A motif is an array of lines of a table, ascending but for a half one.
/// </summary>
internal sealed class MotifSearchRun
{
    /// <summary>Places that the first round may visit in all: a few seconds on one core.</summary>
    public const long CoarseVisitsMax = 250_000_000;

    private const int CoarseRootsMax = 12;
    private const int BatchMotifs = 256;

    // How many instants, how many more percent of delay than in the end, and how many motifs go on from
    // there.
    private static readonly (int Skies, int MorePercent, int Kept)[] Rounds = [(1, 4, 48), (6, 2, 10)];

    // Instants at which the finalists are tried as they would be planned.
    private const int TrialSkies = 12;

    private readonly PlanRequest _request;
    private readonly ConstellationSpec _constellation;
    private readonly MotifLattice _lattice;
    private readonly MotifAim _aim;
    private readonly List<MotifRoot> _roots;
    private readonly IWorkers _workers;
    private readonly IPlanProgress? _progress;
    private readonly long _visitsMax;
    private readonly LaserSight _sight;
    private readonly SkySample[] _skies;
    private readonly MotifAccess _access;
    private readonly List<MotifOffset> _steps;
    private readonly bool _isLastHalf;
    private readonly int _lineCount;
    private readonly int[] _plusGrid;

    public MotifSearchRun(
        PlanRequest request, ConstellationSpec constellation, MotifLattice lattice, List<MotifRoot> roots,
        IWorkers workers, IPlanProgress? progress, long visitsMax = CoarseVisitsMax)
    {
        _visitsMax = visitsMax;
        _request = request;
        _constellation = constellation;
        _lattice = lattice;
        _aim = constellation.MotifAim;
        _roots = roots;
        _workers = workers;
        _progress = progress;
        _sight = new LaserSight(request);
        var sampler = new SkySampler(request.Satellites, withHeadings: false, workers);
        _skies = Array.ConvertAll(Instants(request, Rounds[^1].Skies), sampler.Sample);
        _access = new MotifAccess(request, lattice, _skies, workers);
        _steps = MotifSteps.Holding(lattice, _sight, _skies, workers);
        foreach (MotifOffset step in MotifOffset.PlusGrid)
        {
            // Also where it does not hold: then it is judged with its gaps.
            if (!_steps.Contains(step))
            {
                _steps.Add(step);
            }
        }
        _steps.Sort((a, b) => a.Planes != b.Planes ? a.Planes.CompareTo(b.Planes)
            : a.Slots.CompareTo(b.Slots));
        _isLastHalf = lattice.TerminalsMax % 2 == 1;
        _lineCount = (lattice.TerminalsMax + 1) / 2;
        _plusGrid = new int[Math.Min(_lineCount, MotifOffset.PlusGrid.Count)];
        for (int i = 0; i < _plusGrid.Length; i++)
        {
            bool isHalf = _isLastHalf && i == _lineCount - 1;
            _plusGrid[i] = _steps.IndexOf(MotifOffset.PlusGrid[i]) + (isHalf ? _steps.Count : 0);
        }
    }

    /// <summary>The best motif, its score, and that of +grid.</summary>
    public (MotifOffset[] Offsets, MotifScore Found, MotifScore PlusGrid) Run()
    {
        List<int[]> motifs = [_plusGrid];
        for (int round = 0; round < Rounds.Length; round++)
        {
            (int skies, int more, int kept) = Rounds[round];
            MotifTable table = Table(skies, motifs, isAll: round == 0);
            if (round == 0)
            {
                motifs = Coarse(table);
            }
            MotifScore[] rough = Score(table, motifs, _roots, skies);
            motifs = Best(motifs, rough, more, kept, out _);
        }
        var trial = new MotifTrial(_request, _constellation, Instants(_request, TrialSkies), _workers);
        var scores = new MotifScore[motifs.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = trial.Score(Steps(motifs[i]));
            _progress?.Report(MotifSearch.Stage, i + 1, scores.Length);
        }
        MotifScore plusGrid = scores[motifs.FindIndex(IsPlusGrid)];
        motifs = Best(motifs, scores, morePercent: 0, kept: 1, out int[] last);
        return (Steps(motifs[0]), scores[last[0]], plusGrid);
    }

    private MotifOffset[] Steps(int[] motif) => Array.ConvertAll(motif, line => _steps[line % _steps.Count]);

    private bool IsPlusGrid(int[] motif) => motif.AsSpan().SequenceEqual(_plusGrid);

    // Spread over a day by the golden section: every phase of the orbits, and of the Earth under them.
    private static Instant[] Instants(PlanRequest request, int count)
    {
        var instants = new Instant[count];
        for (int i = 0; i < count; i++)
        {
            double share = (i * 0.618033988749895) % 1;
            instants[i] = request.Start + Duration.FromSeconds((long)(86_400 * share));
        }
        return instants;
    }

    // Lines keep their numbers in every round; those that no motif needs are tables of nothing.
    private MotifTable Table(int skies, List<int[]> motifs, bool isAll)
    {
        bool[] isNeeded = new bool[_steps.Count * 2];
        Array.Fill(isNeeded, isAll);
        foreach (int[] motif in motifs)
        {
            foreach (int line in motif)
            {
                isNeeded[line] = true;
            }
        }
        var lines = new MotifLine?[_isLastHalf ? _steps.Count * 2 : _steps.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = isNeeded[i] ? new MotifLine(_steps[i % _steps.Count], i >= _steps.Count) : null;
        }
        return new MotifTable(_request, _lattice, _sight, lines, _skies[..skies], _workers);
    }

    // All motifs where that is affordable, else those that a descent from several starts comes by.
    private List<int[]> Coarse(MotifTable table)
    {
        int roots = Math.Min(_roots.Count, CoarseRootsMax);
        long affordable = Math.Max(1, _visitsMax / ((long)_lattice.PlaceCount * roots));
        var all = new MotifCombinations(_steps.Count, _lineCount, _isLastHalf);
        if (all.Count <= affordable)
        {
            List<int[]> motifs = all.All();
            motifs.RemoveAll(IsPlusGrid);
            motifs.Insert(0, _plusGrid);
            if (motifs.Count <= Rounds[0].Kept)
            {
                return motifs;
            }
            MotifScore[] scores = Score(table, motifs, _roots[..roots], 1);
            return Best(motifs, scores, Rounds[0].MorePercent, Rounds[0].Kept * 2, out _);
        }
        return Descend(table, all, _roots[..roots], (int)affordable);
    }

    // From a start, one line after the other is replaced by the best for it, until none gets better.
    private List<int[]> Descend(
        MotifTable table, MotifCombinations all, List<MotifRoot> roots, int affordable)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int[]> motifs = [];
        List<MotifScore> scores = [];
        Try([_plusGrid]);
        for (int start = 0; motifs.Count < affordable && start < MotifCombinations.StartCount; start++)
        {
            int[] best = start == 0 ? all.Filled(_plusGrid) : all.Start(start);
            int unchanged = 0;
            for (int at = 0; unchanged < _lineCount && motifs.Count < affordable; at = (at + 1) % _lineCount)
            {
                List<int[]> near = all.Near(best, at);
                Try(near);
                int[] better = near[0];
                foreach (int[] one in near)
                {
                    better = IsLess(one, better) ? one : better;
                }
                unchanged = better.AsSpan().SequenceEqual(best) ? unchanged + 1 : 0;
                best = better;
            }
        }
        return Best(motifs, [.. scores], Rounds[0].MorePercent, Rounds[0].Kept * 2, out _);

        bool IsLess(int[] a, int[] b)
        {
            MotifScore first = scores[seen[Key(a)]];
            MotifScore second = scores[seen[Key(b)]];
            // A descent for carried demand trades one percent of delay for four of load.
            return _aim == MotifAim.Delay ? first.DelayNs < second.DelayNs
                : Math.Pow(first.DelayNs, 4) * first.Load < Math.Pow(second.DelayNs, 4) * second.Load;
        }

        void Try(List<int[]> some)
        {
            List<int[]> fresh = [];
            foreach (int[] one in some)
            {
                if (seen.TryAdd(Key(one), motifs.Count + fresh.Count))
                {
                    fresh.Add(one);
                }
            }
            scores.AddRange(Score(table, fresh, roots, 1));
            motifs.AddRange(fresh);
        }
    }

    private static string Key(int[] motif) => string.Join(',', motif);

    private MotifScore[] Score(MotifTable table, List<int[]> motifs, List<MotifRoot> roots, int skies)
    {
        var scores = new MotifScore[motifs.Count];
        for (int done = 0; done < scores.Length; done += BatchMotifs)
        {
            int start = done;
            int count = Math.Min(BatchMotifs, scores.Length - done);
            _workers.For(count, (first, end) =>
            {
                var scorer = new MotifScorer(table, _access, roots);
                for (int i = start + first; i < start + end; i++)
                {
                    scores[i] = scorer.Score(motifs[i], skies);
                }
            });
            _progress?.Report(MotifSearch.Stage, done + count, scores.Length);
        }
        return scores;
    }

    // The best first; +grid is always kept, and the least delay, which sets the bound.
    private List<int[]> Best(
        List<int[]> motifs, MotifScore[] scores, int morePercent, int kept, out int[] places)
    {
        int plusGrid = motifs.FindIndex(IsPlusGrid);
        int[] byDelay = Order(motifs.Count, i => scores[i].DelayNs);
        int slackPercent = morePercent + MotifSearch.SlackPercent(_aim);
        double boundNs = scores[byDelay[0]].DelayNs * (100 + slackPercent) / 100;
        if (_aim == MotifAim.Delay && morePercent == 0)
        {
            boundNs = Math.Min(boundNs, scores[plusGrid].DelayNs);
        }
        int[] byLoad = Order(motifs.Count, i => scores[i].Load);
        List<int> chosen = morePercent == 0
            ? [Array.Find(byLoad, i => scores[i].DelayNs <= boundNs)]
            : Front(byDelay, scores, boundNs, kept);
        foreach (int must in (int[])[byDelay[0], plusGrid])
        {
            if (!chosen.Contains(must))
            {
                chosen.Add(must);
            }
        }
        places = [.. chosen];
        return chosen.ConvertAll(i => motifs[i]);
    }

    // Motifs within the bound that no other beats in both delay and load, spread over so many places; what is
    // left of them is filled by delay. The next round may judge differently, so both ends go on.
    private static List<int> Front(int[] byDelay, MotifScore[] scores, double boundNs, int kept)
    {
        List<int> front = [];
        foreach (int i in byDelay)
        {
            if (scores[i].DelayNs <= boundNs && (front.Count == 0 || scores[i].Load < scores[front[^1]].Load))
            {
                front.Add(i);
            }
        }
        List<int> chosen = [];
        for (int i = 0; i < kept && i < front.Count; i++)
        {
            chosen.Add(front[front.Count <= kept ? i : (int)((long)i * (front.Count - 1) / (kept - 1))]);
        }
        for (int i = 0; i < byDelay.Length && chosen.Count < kept; i++)
        {
            if (!chosen.Contains(byDelay[i]))
            {
                chosen.Add(byDelay[i]);
            }
        }
        return chosen;
    }

    // Equal ones in the order of the list.
    private static int[] Order(int count, Func<int, double> value)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }
        Array.Sort(order, (a, b) =>
        {
            int byValue = value(a).CompareTo(value(b));
            return byValue != 0 ? byValue : a.CompareTo(b);
        });
        return order;
    }
}
