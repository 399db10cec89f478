using System;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>The machine's own random bytes.</summary>
public sealed class HostEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
