using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A stable matching of mounts for fleets without a design. A link is kept as long as it can be held: a
/// retarget costs its PAT time, and a nearer neighbour is not worth it. Free mounts are filled greedily,
/// long-lived links first; a first pass takes only links that join what is apart, so that degree is spent on
/// connection before it is spent on shortcuts. Every mount prefers by the same order, hence no two would
/// rather have each other.
/// </summary>
internal sealed class NearestStableTopology : ILaserTopology
{
    private readonly PlanRequest _request;
    private readonly MountSight _mounts;
    private readonly MountCandidates _candidates;
    private readonly LookAhead _lookAhead;
    private readonly IWorkers _workers;
    private readonly bool[][] _isTaken;
    private LinkDelays?[] _delays = [];
    private List<Held> _held = [];

    public NearestStableTopology(
        PlanRequest request,
        ConstellationSpec constellation,
        LaserSight sight,
        LookAhead lookAhead,
        IWorkers workers)
    {
        _request = request;
        _workers = workers;
        _lookAhead = lookAhead;
        _mounts = new MountSight(request, sight);
        var members = new List<int>();
        _isTaken = new bool[request.Satellites.Count][];
        for (int s = 0; s < request.Satellites.Count; s++)
        {
            _isTaken[s] = new bool[_mounts.MountCount(s)];
            if (string.Equals(
                request.Satellites[s].Constellation, constellation.Name, System.StringComparison.Ordinal))
            {
                members.Add(s);
            }
        }
        _candidates = new MountCandidates(request, [.. members], sight, _mounts, workers);
    }

    // A pair of mounts that point at each other; it carries data once PatLeft is down to 0.
    private readonly record struct Held(TerminalRef A, TerminalRef B, LinkDelays Delays, int PatLeft);

    /// <inheritdoc/>
    public void Choose(EpochSky sky, LaserSet into)
    {
        var components = new Components(_request.Satellites.Count);
        Keep(sky, components);
        List<MountPair> candidates = _candidates.Find(sky, _lookAhead.After(sky.End.At), IsFree);
        Fill(candidates, components, sky.Epoch, isJoiningOnly: true);
        Fill(candidates, components, sky.Epoch, isJoiningOnly: false);
        for (int i = 0; i < _held.Count; i++)
        {
            Held held = _held[i];
            if (held.PatLeft > 0)
            {
                into.Acquiring.Add((held.A, held.B));
                _held[i] = held with { PatLeft = held.PatLeft - 1 };
            }
            else
            {
                into.Links.Add(new LaserLink(held.A, held.B, held.Delays));
            }
        }
    }

    private bool IsFree(int satellite, int mount) => !_isTaken[satellite][mount];

    private void Keep(EpochSky sky, Components components)
    {
        if (_delays.Length < _held.Count)
        {
            _delays = new LinkDelays?[_held.Count];
        }
        _workers.For(_held.Count, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                _delays[i] = _mounts.TryHold(sky, _held[i].A, _held[i].B, out LinkDelays delays)
                    ? delays
                    : null;
            }
        });
        var kept = new List<Held>(_held.Count);
        for (int i = 0; i < _held.Count; i++)
        {
            Held held = _held[i];
            if (_delays[i] is { } delays)
            {
                kept.Add(held with { Delays = delays });
                components.Join(held.A.Node.Value, held.B.Node.Value);
            }
            else
            {
                _isTaken[held.A.Node.Value][held.A.Terminal] = false;
                _isTaken[held.B.Node.Value][held.B.Terminal] = false;
            }
        }
        _held = kept;
    }

    private void Fill(List<MountPair> candidates, Components components, int epoch, bool isJoiningOnly)
    {
        foreach (MountPair pair in candidates)
        {
            (int a, int b) = (pair.A.Node.Value, pair.B.Node.Value);
            if (_isTaken[a][pair.A.Terminal]
                || _isTaken[b][pair.B.Terminal]
                || (isJoiningOnly && components.Find(a) == components.Find(b)))
            {
                continue;
            }
            _isTaken[a][pair.A.Terminal] = true;
            _isTaken[b][pair.B.Terminal] = true;
            components.Join(a, b);
            int patLeft = epoch == 0 ? 0 : PatTime.Epochs(_request, a, b);
            _held.Add(new Held(pair.A, pair.B, pair.Delays, patLeft));
        }
    }
}
