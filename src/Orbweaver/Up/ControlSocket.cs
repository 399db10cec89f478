using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// The Unix socket on which a running network takes commands: where it is, how a client asks, and one line of
/// JSON each way. Only the user who started the network can reach it.
/// </summary>
internal static class ControlSocket
{
    /// <summary>The longest request or answer.</summary>
    public const int LineBytesMax = 1 << 20;

    /// <summary>How long either side waits for the other.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The kernel's limit of a path is 108 with its final zero (unix(7)); one more is for the sign behind it
    // while it is made.
    private const int PathBytesMax = 106;

    /// <summary>The path that was given, or the usual one of this user.</summary>
    public static string PathOf(string? given, ProgramHost host)
    {
        string path = given is not null ? Path.GetFullPath(given, host.CurrentFolder)
            : host.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
                ? Path.Combine(runtime, "orbweaver", "up.sock")
                : Path.Combine(Path.GetTempPath(), $"orbweaver-{Environment.UserName}", "up.sock");
        return Encoding.UTF8.GetByteCount(path) <= PathBytesMax
            ? path
            : throw BadInputException.Of(
                "--control",
                $"'{path}' is longer than the {PathBytesMax} bytes that a socket's path may have",
                "Give a shorter one with --control");
    }

    /// <summary>Asks a running network.</summary>
    public static ControlAnswer Ask(string path, ControlRequest request)
    {
        if (!File.Exists(path))
        {
            throw BadInputException.Of(
                "--control", $"no network is up: there is no '{path}'",
                "Start one with 'orbweaver up', or name its socket with --control");
        }
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            using NetworkStream stream = new(socket);
            stream.ReadTimeout = (int)Patience.TotalMilliseconds;
            stream.WriteTimeout = stream.ReadTimeout;
            Write(stream, request);
            return Read<ControlAnswer>(stream) ?? throw new IOException("it closed the connection");
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException)
        {
            throw BadInputException.Of(
                "--control", $"no network answers at '{path}' ({e.Message.TrimEnd('.')})",
                "Start one with 'orbweaver up', or name its socket with --control");
        }
    }

    /// <summary>Writes one line of JSON.</summary>
    public static void Write<T>(Stream stream, T message)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message);
        stream.Write([.. json, (byte)'\n']);
    }

    /// <summary>Reads one line of JSON; null when the other side closed before it was whole.</summary>
    public static T? Read<T>(Stream stream)
        where T : class
    {
        using MemoryStream line = new();
        byte[] buffer = new byte[4096];
        while (line.Length <= LineBytesMax)
        {
            int count = stream.Read(buffer);
            if (count == 0)
            {
                return null;
            }
            int end = Array.IndexOf(buffer, (byte)'\n', 0, count);
            line.Write(buffer, 0, end < 0 ? count : end);
            if (end >= 0)
            {
                return JsonSerializer.Deserialize<T>(line.ToArray());
            }
        }
        throw new IOException($"it sent more than {LineBytesMax} bytes in a line");
    }
}
