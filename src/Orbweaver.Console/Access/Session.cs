using System;

namespace Orbweaver.Console.Access;

/// <summary>Somebody who has signed in, in one browser.</summary>
public sealed class Session
{
    internal Session(int number, string name, Role role, byte[] key, DateTime now)
    {
        (Number, Name, Role, Key, Since, LastSeen) = (number, name, role, key, now, now);
    }

    /// <summary>Its number; no secret.</summary>
    public int Number { get; }

    /// <summary>Who it is, as whoever gave out the token wrote it.</summary>
    public string Name { get; }

    /// <summary>What it may do.</summary>
    public Role Role { get; }

    /// <summary>When it began.</summary>
    public DateTime Since { get; }

    /// <summary>When it last asked for anything.</summary>
    public DateTime LastSeen { get; internal set; }

    /// <summary>Whether it has ended: by its end, an administrator, or because nobody used it.</summary>
    public bool IsOver { get; internal set; }

    /// <summary>The hash of the cookie's secret.</summary>
    internal byte[] Key { get; }
}
