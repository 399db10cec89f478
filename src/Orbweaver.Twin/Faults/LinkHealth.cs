using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What an end of a link gets from the other.</summary>
internal enum LinkSignal : byte
{
    /// <summary>Light, and frames.</summary>
    Alive,

    /// <summary>Light alone.</summary>
    Silent,

    /// <summary>Nothing.</summary>
    Dark,
}

/// <summary>Noise on one direction, with the dice that it rolls.</summary>
internal sealed record ActiveNoise(FrameNoise Noise, int Fault, Prng Dice);

/// <summary>What one end of a link gets, and what it has noticed of that.</summary>
internal sealed class LinkEnd
{
    /// <summary>What comes in.</summary>
    public LinkSignal Signal;

    /// <summary>Whether it has noticed that nothing comes in.</summary>
    public Delayed IsDeaf = new();

    /// <summary>Whether it has been told that the other end does not hear it.</summary>
    public Delayed IsUnheard = new();

    /// <summary>Whether the node was told that the link is lost.</summary>
    public bool IsToldLost;

    /// <summary>Back to a link that has just been acquired, or an end that has just started.</summary>
    public void Reset()
    {
        Signal = LinkSignal.Alive;
        IsDeaf = new();
        IsUnheard = new();
        IsToldLost = false;
    }
}

/// <summary>
/// The condition of one link that a fault has touched: what holds it down, and what its ends have noticed.
/// Links that nothing ever touched have none.
/// </summary>
internal sealed class LinkHealth
{
    private readonly List<int> _dark = [];
    private readonly List<int>[] _silent = [[], []];
    private readonly List<ActiveNoise>[] _noise = [[], []];

    /// <summary>The ends: A, then B.</summary>
    public LinkEnd[] Ends { get; } = [new(), new()];

    /// <summary>Faults that forbid acquisition.</summary>
    public int UnacquirableCount { get; set; }

    /// <summary>Whether light is gone.</summary>
    public bool IsDark => _dark.Count > 0;

    /// <summary>Whether no fault is on it now.</summary>
    public bool IsUntouched
        => IsAcquirable && _noise[0].Count == 0 && _noise[1].Count == 0;

    /// <summary>Whether anything could be acquired over it.</summary>
    public bool IsAcquirable
        => UnacquirableCount == 0 && !IsDark && _silent[0].Count == 0 && _silent[1].Count == 0;

    /// <summary>Noise on a direction: 0 from A to B, 1 from B to A.</summary>
    public List<ActiveNoise> NoiseOn(int direction) => _noise[direction];

    /// <summary>The fault that made it noisy last, or -1.</summary>
    public int NoiseCause
        => Math.Max(
            _noise[0].Count > 0 ? _noise[0][^1].Fault : -1, _noise[1].Count > 0 ? _noise[1][^1].Fault : -1);

    /// <summary>Whether light is on and nothing comes through in a direction.</summary>
    public bool IsSilent(int direction) => _silent[direction].Count > 0;

    /// <summary>Whether frames sent in a direction are lost.</summary>
    public bool IsDead(int direction) => IsDark || IsSilent(direction);

    /// <summary>The fault that took a direction last, or -1.</summary>
    public int CauseOf(int direction)
        => IsDark ? _dark[^1] : IsSilent(direction) ? _silent[direction][^1] : -1;

    /// <summary>A fault takes the light, or gives it back.</summary>
    public void SetDark(int fault, bool isOn) => Change(_dark, fault, isOn);

    /// <summary>A fault silences a direction, or ends.</summary>
    public void SetSilent(int direction, int fault, bool isOn) => Change(_silent[direction], fault, isOn);

    private static void Change(List<int> causes, int fault, bool isOn)
    {
        if (isOn)
        {
            causes.Add(fault);
        }
        else
        {
            bool wasThere = causes.Remove(fault);
            Check.That(wasThere);
        }
    }
}
