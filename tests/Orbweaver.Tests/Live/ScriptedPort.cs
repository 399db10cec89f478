using System;
using System.Collections.Generic;
using Orbweaver.Live;
using Orbweaver.Model;

namespace Orbweaver.Tests.Live;

/// <summary>A port whose messages come by dice, and which keeps what is delivered.</summary>
internal sealed class ScriptedPort(string edge, string subscriber, ulong seed) : IEdgePort
{
    private Prng _dice = new(seed);

    public string Edge => edge;

    public string Name => "scripted";

    public string? Contract => null;

    public PortCounters Counters { get; } = new();

    public string? Failure => null;

    public bool IsPaused { get; set; }

    /// <summary>What it handed in, and what it was given, each as the hash of its bytes.</summary>
    public List<ulong> Sent { get; } = [];

    public List<ulong> Got { get; } = [];

    public bool TryReceive(Span<byte> buffer, out InboundMessage message)
    {
        message = default;
        if (IsPaused || _dice.NextBelow(3) > 0)
        {
            return false;
        }
        int length = (int)_dice.NextBetween(1, 4_000);
        for (int i = 0; i < length; i++)
        {
            buffer[i] = (byte)_dice.NextBelow(256);
        }
        Sent.Add(Hash(buffer[..length]));
        message = new InboundMessage(length, default, subscriber);
        return true;
    }

    public void Deliver(ReadOnlySpan<byte> message) => Got.Add(Hash(message));

    public void Dispose()
    {
        // It has nothing.
    }

    /// <summary>How bytes are compared.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        foreach (byte b in bytes)
        {
            hash = StableHash.Mix(hash, b);
        }
        return hash;
    }
}
