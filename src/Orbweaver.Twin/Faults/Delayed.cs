using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// A yes or no that is noticed some time after it comes about, and not at all if it passes before.
/// </summary>
internal struct Delayed()
{
    private bool _target;

    /// <summary>What was noticed last.</summary>
    public bool Value { get; private set; }

    /// <summary>When what is so now will be noticed; never when it has been.</summary>
    public Instant Due { get; private set; } = Instant.Max;

    /// <summary>
    /// It is so now, and will be noticed at <paramref name="due"/>. False when there is nothing to wait for.
    /// </summary>
    public bool TrySet(bool target, Instant due)
    {
        if (target == Value)
        {
            _target = target;
            Due = Instant.Max;
            return false;
        }
        // Of two reasons for one thing the one that shows first counts.
        if (target == _target && Due <= due)
        {
            return false;
        }
        _target = target;
        Due = due;
        return true;
    }

    /// <summary>Notices, if that is due by now.</summary>
    public bool TryNotice(Instant now)
    {
        if (Due > now)
        {
            return false;
        }
        Value = _target;
        Due = Instant.Max;
        return true;
    }
}
