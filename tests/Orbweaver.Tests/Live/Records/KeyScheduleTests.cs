using System;
using System.Linq;
using Orbweaver.Live.Records;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// The schedule against values that a second implementation made: HKDF by its definition in RFC 5869 over
/// HMAC-SHA-384, in another language.
/// </summary>
public sealed class KeyScheduleTests
{
    private static readonly PeerName Alpha = new("net", "alpha");
    private static readonly PeerName Beta = new("net", "beta");
    private static readonly byte[] Nonces =
        [.. Enumerable.Repeat((byte)1, 32), .. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] Transcript = [.. Enumerable.Repeat((byte)3, 48)];

    private static readonly PairSecret Pair = PairSecret.FromNetworkKey(
        new NetworkKey([.. Enumerable.Range(0, 32).Select(i => (byte)i)]), Alpha, Beta);

    [Fact]
    public void A_pair_has_one_secret_whoever_asks()
    {
        Same(
            "993e508b239aca18d14428818d48350360eea000430602af711e2df05a6b7506fee063f3e6ff60fe4ab6d086"
            + "e8d05fb2",
            Pair.Span);
        PairSecret turned = PairSecret.FromNetworkKey(
            new NetworkKey([.. Enumerable.Range(0, 32).Select(i => (byte)i)]), Beta, Alpha);
        Assert.True(turned.Span.SequenceEqual(Pair.Span));
        Assert.Equal(0xc551e249de18292cUL, Alpha.Id);
    }

    [Fact]
    public void Codes_roots_and_keys_follow_from_it()
    {
        byte[] root = KeySchedule.FirstRoot(Pair, Nonces);
        Same(
            "ef29b2e2954b0b7013f26cee3a22f1677146a2c0aac7a316863344da746c7d7e9373e22d87d88433347af960"
            + "d505065a",
            KeySchedule.HelloKey(Pair));
        Same(
            "98931b9cf6a0ae72cfcf86d7f483474ca871326804fd47406daa060e77cdf3697acd2c30091d4d5547a1bca7"
            + "9bc08c25",
            root);
        Same(
            "289e0af1ce90090a1f75a5465cee07e19a1fe1120a3356eb6a2b310e48b2ee8c64a5e1a3e5d5d26e5ce11fb1"
            + "d79fb60a",
            KeySchedule.AnswerKey(root, Transcript));
        Same(
            "1e9c9034bf9adb3f7e5672f12689173e07a10038cc20070bb8ebabab1897c918a54bdbec08b7165d307d615b"
            + "679bd85dfa72e745c2fe77bc16ef3bf8c01a7e71146f7cf469b09f82f1990d0a37bf97e30538942b407b6db5",
            KeySchedule.Traffic(root, Transcript, phase: 5));
        Same(
            "ff2cb56dc1a5457b87c9d4034077805e2551dacb566b5b900f2eed857e7ebf704946306d0ffa05a2a1277d30"
            + "09680a11",
            KeySchedule.NextRoot(root, Transcript, phase: 5, Nonces));
    }

    private static void Same(string expected, ReadOnlySpan<byte> actual)
        => Assert.Equal(expected, Convert.ToHexStringLower(actual));
}
