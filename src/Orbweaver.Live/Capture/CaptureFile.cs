using System;
using System.IO;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Wire;

namespace Orbweaver.Live;

/// <summary>
/// The capture file of one node. When it is full it becomes the older of two, and a new one begins: a capture
/// that runs for weeks has the newest packets. A file that cannot be written is given up, with the reason.
/// </summary>
internal sealed class CaptureFile : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly string _node;
    private readonly long _bytesMax;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private FileStream? _stream;
    private int _buffered;
    private long _bytes;
    private long _packets;

    /// <summary>Begins a file; what is wrong with the place is thrown.</summary>
    public CaptureFile(string folder, string node, long bytesMax)
    {
        _node = node;
        _bytesMax = bytesMax;
        string name = SafeName(node);
        Path = System.IO.Path.Combine(folder, name + ".pcapng");
        OlderPath = System.IO.Path.Combine(folder, name + ".older.pcapng");
        if (new FileInfo(Path) is { Exists: true, LinkTarget: null, Length: > 0 })
        {
            // Of a network that was up before, which may have ended badly.
            File.Move(Path, OlderPath, overwrite: true);
        }
        _stream = Create();
        Begin();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Where the one before it goes.</summary>
    public string OlderPath { get; }

    /// <summary>Packets that are not in it although they belong there.</summary>
    public long Missing { get; private set; }

    /// <summary>Why it was given up; null while it is written.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether it has begun anew since, so that packets may be gone with an older one.</summary>
    public bool HasTurned { get; private set; }

    /// <summary>Adds a block of a packet.</summary>
    public void Add(ReadOnlySpan<byte> block)
    {
        Try(block, static (file, bytes) =>
        {
            if (file._bytes + bytes.Length + Pcapng.SumsBytes > file._bytesMax)
            {
                file.Turn();
            }
            file.Write(bytes);
            file._packets++;
        });
        Missing += Failure is null ? 0 : 1;
    }

    /// <summary>Hands to the system what is in the buffer.</summary>
    public void Flush() => Try(default, static (file, _) => file.WriteOut());

    /// <summary>Closes the sums: so many packets found no way to this file.</summary>
    public void End(Instant now, long missing)
    {
        Missing += missing;
        Span<byte> sums = stackalloc byte[Pcapng.SumsBytes];
        Pcapng.WriteSums(now, _packets + Missing, Missing, sums);
        Try(sums, static (file, bytes) =>
        {
            file.Write(bytes);
            file.WriteOut();
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private delegate void Work(CaptureFile file, ReadOnlySpan<byte> bytes);

    private void Try(ReadOnlySpan<byte> bytes, Work work)
    {
        if (Failure is not null)
        {
            return;
        }
        try
        {
            work(this, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = $"{Path}: {FileTrouble.WordsOf(e)}";
            Dispose();
        }
    }

    private void Turn()
    {
        WriteOut();
        _stream!.Dispose();
        File.Move(Path, OlderPath, overwrite: true);
        HasTurned = true;
        _stream = Create();
        Begin();
    }

    private FileStream Create()
        => new(Path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private void Begin()
    {
        _bytes = 0;
        Span<byte> header = stackalloc byte[Pcapng.HeaderBytesMax];
        Write(header[..Pcapng.WriteHeader(_node, header)]);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_buffered + bytes.Length > BufferBytes)
        {
            WriteOut();
        }
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
        _bytes += bytes.Length;
    }

    private void WriteOut()
    {
        if (_buffered > 0)
        {
            _stream!.Write(_buffer, 0, _buffered);
            _buffered = 0;
        }
    }

    // Names of nodes may have what a file's name may not; elements of fleets bring any.
    private static string SafeName(string node)
    {
        StringBuilder name = new(node.Length);
        foreach (char c in node)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' ? c : '_');
        }
        return name.ToString();
    }
}
