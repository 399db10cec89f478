using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A designed constellation with fixed neighbours (<see cref="PlusGridPairs"/>, <see cref="MotifPairs"/>). A
/// link that geometry breaks is dropped, and is back after its PAT time of continuous sight. At the plan's
/// start whatever has sight counts as acquired.
/// </summary>
internal sealed class FixedPairsTopology : ILaserTopology
{
    private readonly PlanRequest _request;
    private readonly LaserSight _sight;
    private readonly IWorkers _workers;
    private readonly (TerminalRef A, TerminalRef B)[] _pairs;
    private readonly LinkDelays[] _delays;
    private readonly bool[] _isClear;

    // Epochs of sight still needed before the link may be used.
    private readonly int[] _patLeft;

    public FixedPairsTopology(
        PlanRequest request, List<(TerminalRef A, TerminalRef B)> pairs, LaserSight sight, IWorkers workers)
    {
        _request = request;
        _sight = sight;
        _workers = workers;
        _pairs = [.. pairs.FindAll(p => sight.AreCompatible(p.A.Node.Value, p.B.Node.Value))];
        _delays = new LinkDelays[_pairs.Length];
        _isClear = new bool[_pairs.Length];
        _patLeft = new int[_pairs.Length];
    }

    /// <inheritdoc/>
    public void Choose(EpochSky sky, LaserSet into)
    {
        _workers.For(_pairs.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                _isClear[i] = _sight.TryLink(
                    sky, _pairs[i].A.Node.Value, _pairs[i].B.Node.Value, out _delays[i]);
            }
        });
        for (int i = 0; i < _pairs.Length; i++)
        {
            (TerminalRef a, TerminalRef b) = _pairs[i];
            if (!_isClear[i])
            {
                _patLeft[i] = PatTime.Epochs(_request, a.Node.Value, b.Node.Value);
            }
            else if (_patLeft[i] > 0)
            {
                _patLeft[i]--;
                into.Acquiring.Add((a, b));
            }
            else
            {
                into.Links.Add(new LaserLink(a, b, _delays[i]));
            }
        }
    }
}
