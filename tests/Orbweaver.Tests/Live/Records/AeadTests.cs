using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class AeadTests
{
    private const string ZeroKey = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    private const string Plain =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        + "b16aedf5aa0de657ba637b391aafd255";
    private const string Cipher =
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
        + "c5f61e6393ba7a0abcc9f662898015ad";

    public static TheoryData<bool> Implementations => [true, false];

    // Test cases 13 to 16 of McGrew and Viega, The Galois/Counter Mode of Operation (2005), appendix B, which
    // NIST SP 800-38D refers to.
    [Theory]
    [MemberData(nameof(Implementations))]
    public void The_test_cases_of_the_specification_hold(bool isEvp)
    {
        IAeadProvider provider = Provider(isEvp);
        Known(provider, ZeroKey, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b");
        Known(
            provider, ZeroKey, "000000000000000000000000", "", "00000000000000000000000000000000",
            "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");
        Known(
            provider, Key, "cafebabefacedbaddecaf888", "", Plain,
            Cipher + "b094dac5d93471bdec1a502270e3cc6c");
        Known(
            provider, Key, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            Plain[..120], Cipher[..120] + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Wycheproof_agrees(bool isEvp)
    {
        string file = TestData.Require("security/wycheproof/aes_gcm_test.json");
        IAeadProvider provider = Provider(isEvp);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        int tried = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            if (group.GetProperty("keySize").GetInt32() == 256 && group.GetProperty("ivSize").GetInt32() == 96
                && group.GetProperty("tagSize").GetInt32() == 128)
            {
                foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                {
                    Wycheproof(provider, test);
                    tried++;
                }
            }
        }

        Assert.True(tried > 60);
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void The_start_up_test_passes_and_work_in_place_is_the_same(bool isEvp)
    {
        IAeadProvider provider = Provider(isEvp);
        Assert.True(AeadChoice.IsRight(provider));

        using IAead aead = provider.Create(Hex(Key));
        byte[] nonce = new byte[AeadSizes.NonceBytes];
        foreach (int size in (int[])[0, 1, 64, 2_048, 2_049, 16_384])
        {
            byte[] buffer = new byte[size + AeadSizes.TagBytes];
            byte[] apart = new byte[size + AeadSizes.TagBytes];
            aead.Seal(nonce, [7], new byte[size], apart);
            aead.Seal(nonce, [7], buffer.AsSpan(0, size), buffer);
            Assert.Equal(apart, buffer);
            Assert.True(aead.TryOpen(nonce, [7], buffer, buffer.AsSpan(0, size)));
            Assert.Equal(new byte[size], buffer[..size]);

            Assert.False(aead.TryOpen(nonce, [8], apart, apart.AsSpan(0, size)));
            Assert.Equal(new byte[size], apart[..size]);
        }
    }

    [Fact]
    public void Both_implementations_agree()
        => Seeds.Hold(dice =>
        {
            byte[] key = Bytes(dice, AeadSizes.KeyBytes);
            byte[] nonce = Bytes(dice, AeadSizes.NonceBytes);
            byte[] associated = Bytes(dice, dice.Below(40));
            byte[] plain = Bytes(dice, dice.Below(5_000));
            using IAead fast = Provider(isEvp: true).Create(key);
            using IAead slow = BaseAead.Provider.Create(key);
            byte[] one = new byte[plain.Length + AeadSizes.TagBytes];
            byte[] other = new byte[plain.Length + AeadSizes.TagBytes];
            fast.Seal(nonce, associated, plain, one);
            slow.Seal(nonce, associated, plain, other);

            Assert.Equal(other, one);
            Assert.True(slow.TryOpen(nonce, associated, one, new byte[plain.Length]));
            one[dice.Below(one.Length)] ^= (byte)(1 << dice.Below(8));
            Assert.False(fast.TryOpen(nonce, associated, one, new byte[plain.Length]));
            Assert.False(slow.TryOpen(nonce, associated, one, new byte[plain.Length]));
        });

    [Fact]
    public void A_library_that_is_missing_or_wrong_is_replaced_and_said()
    {
        AeadChoice missing = AeadChoice.From(null, "libcrypto.so.3 is missing");
        Assert.Same(BaseAead.Provider, missing.Provider);
        Assert.EndsWith("libcrypto.so.3 is missing", missing.Warning);

        AeadChoice wrong = AeadChoice.From(new Careless(), "");
        Assert.Same(BaseAead.Provider, wrong.Provider);
        Assert.EndsWith("careless fails its known answer", wrong.Warning);
    }

    [Fact]
    public void Sealing_and_opening_allocate_nothing()
    {
        using IAead aead = Provider(isEvp: true).Create(Hex(Key));
        byte[] nonce = new byte[AeadSizes.NonceBytes];
        byte[] buffer = new byte[1_400];
        aead.Seal(nonce, nonce, buffer.AsSpan(0, 1_384), buffer);
        aead.TryOpen(nonce, nonce, buffer, buffer.AsSpan(0, 1_384));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            aead.Seal(nonce, nonce, buffer.AsSpan(0, 1_384), buffer);
            aead.TryOpen(nonce, nonce, buffer, buffer.AsSpan(0, 1_384));
            aead.TryOpen(nonce, nonce, buffer, buffer.AsSpan(0, 1_384));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IAeadProvider Provider(bool isEvp)
    {
        if (!isEvp)
        {
            return BaseAead.Provider;
        }
        IAeadProvider? evp = EvpAead.TryLoad(out string why);
        Assert.SkipWhen(evp is null, why);
        return evp!;
    }

    private static void Known(
        IAeadProvider provider, string key, string nonce, string associated, string plain, string answer)
    {
        using IAead aead = provider.Create(Hex(key));
        byte[] sealedText = new byte[answer.Length / 2];
        aead.Seal(Hex(nonce), Hex(associated), Hex(plain), sealedText);
        Assert.Equal(answer, Convert.ToHexStringLower(sealedText));

        byte[] opened = new byte[plain.Length / 2];
        Assert.True(aead.TryOpen(Hex(nonce), Hex(associated), sealedText, opened));
        Assert.Equal(plain, Convert.ToHexStringLower(opened));
    }

    private static void Wycheproof(IAeadProvider provider, JsonElement test)
    {
        byte[] nonce = Hex(test.GetProperty("iv").GetString()!);
        byte[] associated = Hex(test.GetProperty("aad").GetString()!);
        byte[] plain = Hex(test.GetProperty("msg").GetString()!);
        List<byte> sealedText = [.. Hex(test.GetProperty("ct").GetString()!)];
        sealedText.AddRange(Hex(test.GetProperty("tag").GetString()!));
        bool isValid = test.GetProperty("result").GetString() == "valid";
        using IAead aead = provider.Create(Hex(test.GetProperty("key").GetString()!));

        byte[] opened = new byte[sealedText.Count - AeadSizes.TagBytes];
        Assert.Equal(isValid, aead.TryOpen(nonce, associated, sealedText.ToArray(), opened));
        byte[] again = new byte[plain.Length + AeadSizes.TagBytes];
        aead.Seal(nonce, associated, plain, again);
        if (isValid)
        {
            Assert.Equal(plain, opened);
            Assert.Equal(sealedText, again);
        }
        else
        {
            Assert.NotEqual(sealedText, again);
        }
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static byte[] Bytes(Prng dice, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)dice.NextBits();
        }
        return bytes;
    }

    /// <summary>Opens whatever comes, as a library with a broken comparison would.</summary>
    private sealed class Careless : IAeadProvider, IAead
    {
        public string Name => "careless";

        public IAead Create(ReadOnlySpan<byte> key) => this;

        public void Seal(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain,
            Span<byte> sealedText)
        {
            using IAead right = BaseAead.Provider.Create(Hex(Key));
            right.Seal(nonce, associated, plain, sealedText);
        }

        public bool TryOpen(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText,
            Span<byte> plain)
        {
            using IAead right = BaseAead.Provider.Create(Hex(Key));
            right.TryOpen(nonce, associated, sealedText, plain);
            return true;
        }

        public void Dispose()
        {
            // There is nothing to dispose of.
        }
    }
}
