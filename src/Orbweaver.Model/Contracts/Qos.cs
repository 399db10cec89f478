using System;

namespace Orbweaver.Model;

/// <summary>
/// What may happen when a newer message of the same contract overtakes an older one (CoT qos, second field).
/// </summary>
public enum Overtaking : byte
{
    /// <summary><c>r</c>: a newer message of the same key replaces the older one.</summary>
    Replace,

    /// <summary><c>f</c>: messages follow each other in order.</summary>
    Follow,

    /// <summary><c>i</c>: messages are independent of each other.</summary>
    Independent,
}

/// <summary>What the network may drop (CoT qos, third field).</summary>
public enum Assurance : byte
{
    /// <summary><c>g</c>: never dropped, even if late.</summary>
    Guaranteed,

    /// <summary><c>d</c>: dropped only when it cannot arrive in time.</summary>
    Deadline,

    /// <summary><c>c</c>: may be dropped under congestion.</summary>
    Congestion,
}

/// <summary>
/// Cursor on Target's quality of service, the native language of contracts:
/// <c>priority 0-9 - overtaking r|f|i - assurance g|d|c</c>. The default value is <c>0-r-g</c>; parse or
/// construct it.
/// </summary>
public readonly record struct Qos(byte Priority, Overtaking Overtaking, Assurance Assurance)
{
    /// <summary>The highest priority.</summary>
    public const int PriorityMax = 9;

    /// <summary>Parses <c>7-r-d</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Qos qos)
    {
        qos = default;
        if (text.Length != 5 || text[1] != '-' || text[3] != '-' || text[0] is < '0' or > '9')
        {
            return false;
        }
        int overtaking = "rfi".IndexOf(text[2], StringComparison.Ordinal);
        int assurance = "gdc".IndexOf(text[4], StringComparison.Ordinal);
        if (overtaking < 0 || assurance < 0)
        {
            return false;
        }
        qos = new Qos((byte)(text[0] - '0'), (Overtaking)overtaking, (Assurance)assurance);
        return true;
    }

    /// <summary>The text form, <c>7-r-d</c>.</summary>
    public override string ToString() => $"{Priority}-{"rfi"[(int)Overtaking]}-{"gdc"[(int)Assurance]}";
}
