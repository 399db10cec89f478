using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>A message that was late or lost.</summary>
internal readonly record struct Miss(double AtMs, int Stream, bool IsLost);

// What incidents cost, and what the network does by itself. An incident is there two seconds after its first
// alarm, so what is heard meanwhile is kept for it.
internal sealed partial class IncidentDesk
{
    private readonly List<Deed> _gathered = [];

    private enum DeedKind : byte
    {
        Late,
        Lost,
        Reroute,
        Detour,
        Standby,
    }

    // A and B: the stream, or the ends of a link. Ways are those before and after.
    private readonly record struct Deed(
        DeedKind Kind, double AtMs, int A, int B, ushort[]? Way, ushort[]? WayBefore);

    /// <summary>A message of a stream was late or lost on its way over these nodes.</summary>
    internal void Miss(in Miss miss, ushort[]? way, ushort[]? wayBefore)
        => Hear(new Deed(
            miss.IsLost ? DeedKind.Lost : DeedKind.Late, miss.AtMs, miss.Stream, -1, way, wayBefore));

    /// <summary>The way of a stream has changed, at this moment at the latest.</summary>
    internal void Reroute(int stream, ushort[] before, double atMs)
        => Hear(new Deed(DeedKind.Reroute, atMs, stream, -1, null, before));

    /// <summary>A packet was sent another way than over this link, as planned.</summary>
    internal void Detour(int a, int b, double atMs)
        => Hear(new Deed(DeedKind.Detour, atMs, Math.Min(a, b), Math.Max(a, b), null, null));

    /// <summary>A standby link was raised at a ground node.</summary>
    internal void RaiseStandby(int satellite, int ground, double atMs)
        => Hear(new Deed(DeedKind.Standby, atMs, satellite, ground, null, null));

    private void Hear(in Deed deed)
    {
        if (_gathered.Count < GatheredMax)
        {
            _gathered.Add(deed);
        }
        foreach (Case known in _open)
        {
            Apply(known, deed);
        }
    }

    private void Gather(Case opened)
    {
        foreach (Deed deed in _gathered)
        {
            Apply(opened, deed);
        }
    }

    private void Forget(double nowMs)
    {
        double from = (_pending.Count > 0 ? _pending[0].AtMs : nowMs) - BeforeMs;
        _gathered.RemoveAll(d => d.AtMs < from);
    }

    private void Apply(Case known, in Deed deed)
    {
        // What happened before it is not of it.
        if (deed.AtMs < known.AtMs)
        {
            return;
        }
        switch (deed.Kind)
        {
            case DeedKind.Late or DeedKind.Lost:
                bool isOnWay = (deed.Way is { } way && known.LiesOn(way))
                    || (deed.WayBefore is { } before && known.LiesOn(before));
                if (isOnWay || (deed.Way is null && _open.Count == 1))
                {
                    known.Miss(deed.A, deed.Kind == DeedKind.Lost);
                }
                break;
            case DeedKind.Reroute:
                known.Reroute(deed.A, deed.WayBefore!, deed.AtMs);
                break;
            case DeedKind.Detour:
                if (known.HasHit(deed.A, deed.B) || _open.Count == 1)
                {
                    known.Detour(deed.AtMs);
                }
                break;
            default:
                if (known.HasHitAt(deed.B) || known.Cause.RadiusRad > 0)
                {
                    known.AddStandby(
                        deed.AtMs,
                        $"standby link {catalogue.Nodes[deed.B].Name} - {catalogue.Nodes[deed.A].Name} up");
                }
                break;
        }
    }
}
