using System;

namespace Orbweaver.Live.Records;

/// <summary>Which AEAD a process works with, chosen once at its start.</summary>
/// <param name="Provider">The provider, which has passed its test.</param>
/// <param name="Warning">Why it is not the fast one; empty if it is. To be shown to the operator.</param>
public sealed record AeadChoice(IAeadProvider Provider, string Warning)
{
    /// <summary>
    /// libcrypto if it is there and seals and opens as it should, else the base class library.
    /// </summary>
    public static AeadChoice Make()
    {
        IAeadProvider? fast = EvpAead.TryLoad(out string why);
        return From(fast, why);
    }

    /// <summary>
    /// The choice between a fast provider, or the reason for having none, and the base
    /// one.
    /// </summary>
    internal static AeadChoice From(IAeadProvider? fast, string why)
    {
        if (fast is not null && IsRight(fast))
        {
            return new AeadChoice(fast, "");
        }
        if (!IsRight(BaseAead.Provider))
        {
            throw new PlatformNotSupportedException("AES-256-GCM of this machine fails its known answer.");
        }
        string reason = fast is null ? why : $"{fast.Name} fails its known answer";
        return new AeadChoice(
            BaseAead.Provider,
            $"records are sealed by the base class library, at less than half the speed: {reason}");
    }

    /// <summary>
    /// Test case 16 of McGrew and Viega, The Galois/Counter Mode of Operation (2005), appendix B; besides, a
    /// changed tag, cipher text or associated byte must not open.
    /// </summary>
    internal static bool IsRight(IAeadProvider provider)
    {
        ReadOnlySpan<byte> key = Convert.FromHexString(
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        ReadOnlySpan<byte> nonce = Convert.FromHexString("cafebabefacedbaddecaf888");
        ReadOnlySpan<byte> plain = Convert.FromHexString(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            + "b16aedf5aa0de657ba637b39");
        byte[] associated = Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        ReadOnlySpan<byte> answer = Convert.FromHexString(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
            + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
        using IAead aead = provider.Create(key);
        byte[] sealedText = new byte[answer.Length];
        byte[] opened = new byte[plain.Length];
        aead.Seal(nonce, associated, plain, sealedText);
        bool isRight = sealedText.AsSpan().SequenceEqual(answer)
            && aead.TryOpen(nonce, associated, sealedText, opened) && plain.SequenceEqual(opened);
        foreach (int place in (ReadOnlySpan<int>)[0, plain.Length, sealedText.Length - 1])
        {
            sealedText[place] ^= 1;
            isRight &= !aead.TryOpen(nonce, associated, sealedText, opened);
            sealedText[place] ^= 1;
        }
        associated[0] ^= 1;
        return isRight && !aead.TryOpen(nonce, associated, sealedText, opened);
    }
}
