using System;
using System.Globalization;
using Orbweaver.Live.Records;
using Orbweaver.Model;

namespace Orbweaver.Bench.Live;

/// <summary>
/// AES-256-GCM by libcrypto's EVP, beside the base class library's AesGcm over the same
/// OpenSSL.
/// </summary>
internal static class AeadBench
{
    private const int BytesEach = 16 << 20;

    // A call costs more than the bytes of a small record, so that more than this many are pointless.
    private const int CallsMax = 100_000;

    public static readonly Benchmark Benchmark = new(
        "aead", "what sealing, opening and refusing a record costs, by libcrypto and by the base library",
        Measure);

    private static void Measure(BenchRun run)
    {
        IAeadProvider? evp = EvpAead.TryLoad(out string why);
        if (evp is null)
        {
            run.Note($"libcrypto was not measured: {why}");
            return;
        }
        foreach (int bytes in (int[])[64, 1_400, 16_384])
        {
            Add(run, "seal", bytes, provider => () => Seal(provider, bytes), evp);
            Add(run, "open", bytes, provider => () => Open(provider, bytes, isForged: false), evp);
        }
        // What it throws costs the base library more than its work.
        Add(run, "refuse forged", 1_400, provider => () => Open(provider, 1_400, isForged: true), evp);
    }

    private static void Add(
        BenchRun run, string what, int bytes, Func<IAeadProvider, Func<Func<long>>> prepare,
        IAeadProvider evp)
    {
        Timing[] timings = run.Race(
            new Contender("EVP", prepare(evp)), new Contender("AesGcm", prepare(BaseAead.Provider)));
        string name = string.Create(CultureInfo.InvariantCulture, $"{what}, {bytes:N0} B");
        run.Add(Figure.Time(
            name, timings[0],
            new Comparison("AesGcm", timings[1].SecondsEach, IsRecorded: false, Goal: null)));
    }

    private static Func<long> Seal(IAeadProvider provider, int bytes)
    {
        IAead aead = provider.Create(new byte[AeadSizes.KeyBytes]);
        byte[] nonce = new byte[AeadSizes.NonceBytes];
        byte[] header = new byte[RecordHeader.Bytes];
        byte[] text = new byte[bytes + AeadSizes.TagBytes];
        int calls = Calls(bytes);
        return () =>
        {
            for (int i = 0; i < calls; i++)
            {
                nonce[0]++;
                aead.Seal(nonce, header, text.AsSpan(0, bytes), text);
            }
            aead.Dispose();
            return calls;
        };
    }

    private static Func<long> Open(IAeadProvider provider, int bytes, bool isForged)
    {
        IAead aead = provider.Create(new byte[AeadSizes.KeyBytes]);
        byte[] nonce = new byte[AeadSizes.NonceBytes];
        byte[] header = new byte[RecordHeader.Bytes];
        byte[] plain = new byte[bytes];
        byte[] text = new byte[bytes + AeadSizes.TagBytes];
        aead.Seal(nonce, header, plain, text);
        text[^1] ^= isForged ? (byte)1 : (byte)0;
        int calls = isForged ? Calls(bytes) / 10 : Calls(bytes);
        return () =>
        {
            for (int i = 0; i < calls; i++)
            {
                Check.That(aead.TryOpen(nonce, header, text, plain) != isForged);
            }
            aead.Dispose();
            return calls;
        };
    }

    private static int Calls(int bytes) => Math.Min(CallsMax, BytesEach / bytes);
}
