using System;
using System.IO;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// Answers clients of the control socket, one after the other, on a thread of its own. A socket that a
/// crashed network left behind is taken over; one that somebody listens on is not.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private readonly string _path;
    private readonly Socket _socket;
    private readonly Func<ControlRequest, ControlAnswer> _answer;

    private ControlServer(string path, Socket socket, Func<ControlRequest, ControlAnswer> answer)
    {
        _path = path;
        _socket = socket;
        _answer = answer;
    }

    /// <summary>Opens the socket and begins to answer.</summary>
    public static ControlServer Start(string path, Func<ControlRequest, ControlAnswer> answer)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && !IsSocket(path))
            {
                throw new IOException("there is something else of that name");
            }
            if (File.Exists(path) && IsAlive(path))
            {
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }
            // Beside, and in its place when it listens: whoever finds it there is answered.
            string beside = path + "~";
            File.Delete(beside);
            socket.Bind(new UnixDomainSocketEndPoint(beside));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            socket.Listen(16);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            bool isTaken = e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
            throw BadInputException.Of(
                "--control",
                isTaken ? $"another network is up at '{path}'"
                    : $"'{path}' cannot be opened: {FileTrouble.WordsOf(e)}",
                "Give this one a socket of its own with --control PATH");
        }
        ControlServer server = new(path, socket, answer);
        new Thread(server.Serve) { IsBackground = true, Name = "control" }.Start();
        return server;
    }

    /// <summary>
    /// Has the thread of a loop do some work, and waits for what comes of it, also for what is wrong with it.
    /// </summary>
    public static T OnLoop<TLoop, T>(Action<Action<TLoop>> post, Func<TLoop, T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        post(loop =>
        {
            try
            {
                done.SetResult(work(loop));
            }
            catch (BadInputException e)
            {
                done.SetException(e);
            }
        });
        return done.Task.WaitAsync(ControlSocket.Patience).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A socket cannot be opened as a file (ENXIO); what can is somebody's, and stays.
    private static bool IsSocket(string path)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsAlive(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Serve()
    {
        while (true)
        {
            try
            {
                using Socket client = _socket.Accept();
                using NetworkStream stream = new(client);
                stream.ReadTimeout = (int)ControlSocket.Patience.TotalMilliseconds;
                stream.WriteTimeout = stream.ReadTimeout;
                if (ControlSocket.Read<ControlRequest>(stream) is { } request)
                {
                    ControlSocket.Write(stream, Answer(request));
                }
            }
            catch (Exception e) when (e is IOException or JsonException)
            {
                // A client that goes away, or talks of other things, hurts itself only.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private ControlAnswer Answer(ControlRequest request)
    {
        try
        {
            return _answer(request);
        }
        catch (BadInputException e)
        {
            using StringWriter text = new();
            e.Findings.Print(text);
            return new ControlAnswer(ExitCodes.BadInput, text.ToString().TrimEnd('\n').Split('\n'));
        }
        catch (TimeoutException)
        {
            return new ControlAnswer(
                ExitCodes.Defect, ["control: the network is too far behind to answer. Try again."]);
        }
    }
}
