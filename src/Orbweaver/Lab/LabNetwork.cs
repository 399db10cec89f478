using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Orbweaver.Hosting;
using Orbweaver.Live.Records;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Lab;

/// <summary>
/// A network on one machine: a namespace and a process a host, and a bridge in a namespace of its own between
/// them. Nothing is in the machine's own namespace, and everything is found again by its name.
/// </summary>
internal sealed class LabNetwork(LabSettings settings, CancellationToken interrupt)
{
    // A record of 16,000 bytes with UDP and IPv6 in front.
    private const string Mtu = "16128";
    private const int LastWordsLines = 4;
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(120);

    /// <summary>Whether what there is of this name was made by it, and not by another lab.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>What it was asked for.</summary>
    public LabSettings Settings => settings;

    /// <summary>Makes everything and waits until every host has a key with every other.</summary>
    public void Up()
    {
        LabFolder folder = settings.Folder;
        if (folder.Exists || LabTools.Namespaces(folder.Prefix).Count > 0)
        {
            throw BadInputException.Of(
                "lab", $"there is a lab '{folder.Name}' already, or what is left of one",
                $"End it with 'orbweaver lab down {folder.Name}', or give this one a name with --name");
        }
        IsOurs = true;
        folder.Make();
        byte[] bytes = RandomNumberGenerator.GetBytes(NetworkKey.Bytes);
        KeyFiles.Write(folder.KeyFile, new NetworkKey(bytes).Format(), isForced: false);
        CryptographicOperations.ZeroMemory(bytes);
        MakeSwitch();
        foreach (LabHost host in settings.Hosts)
        {
            interrupt.ThrowIfCancellationRequested();
            File.WriteAllText(folder.ConfigOf(host), settings.ConfigOf(host));
            Join(host);
        }
        foreach (LabHost host in settings.Hosts)
        {
            LabProcesses.Start(folder, host);
        }
        WaitUntilConnected();
    }

    /// <summary>
    /// Removes whatever there is of a lab: processes, namespaces with all that is in them, files. Does no
    /// harm when there is nothing. False, with a line each, when something would not go.
    /// </summary>
    public static bool Down(LabFolder folder, out IReadOnlyList<string> left)
    {
        LabProcesses.Stop(LabProcesses.Of(folder));
        foreach (string space in LabTools.Namespaces(folder.Prefix))
        {
            LabTools.Run("ip", "netns", "delete", space);
        }
        List<string> still = [.. LabTools.Namespaces(folder.Prefix).Select(n => $"the namespace {n}")];
        still.AddRange(LabProcesses.Of(folder).Select(p => $"the process {p.Id}"));
        if (still.Count == 0)
        {
            folder.Remove();
        }
        left = still;
        return still.Count == 0;
    }

    /// <summary>Kills the process of a host, as a crash would.</summary>
    public void Kill(LabHost host) => LabProcesses.Kill(LabProcesses.Of(settings.Folder, host));

    /// <summary>Starts a host that was killed once more.</summary>
    public void Restart(LabHost host) => LabProcesses.Start(settings.Folder, host);

    /// <summary>Asks a host; null while it does not answer.</summary>
    public IReadOnlyList<string>? Ask(LabHost host, ControlRequest request)
    {
        try
        {
            ControlAnswer answer = ControlSocket.Ask(settings.Folder.ControlOf(host), request);
            return answer.ExitCode == ExitCodes.Kept
                ? answer.Lines
                : throw BadInputException.Of(host.Name, string.Join(" ", answer.Lines).TrimEnd('.'));
        }
        catch (BadInputException) when (request.Command is "counters")
        {
            return null;
        }
    }

    /// <summary>The numbers of a host, by name; null while it does not answer.</summary>
    public IReadOnlyDictionary<string, long>? CountersOf(LabHost host)
        => Ask(host, new ControlRequest("counters"))?.Select(l => l.Split(' ')).ToDictionary(
            w => w[0], w => long.Parse(w[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>
    /// Waits until every host has a key with every other; gives up with what the silent one said.
    /// </summary>
    public void WaitUntilConnected()
    {
        long until = Environment.TickCount64 + (long)ReadyPatience.TotalMilliseconds;
        foreach (LabHost host in settings.Hosts)
        {
            while (CountersOf(host) is not { } counters || counters["peers_connected"] < counters["peers"])
            {
                bool isGone = LabProcesses.Of(settings.Folder, host).Count == 0;
                if (isGone || Environment.TickCount64 > until)
                {
                    throw BadInputException.Of(
                        $"lab: {host.Name}",
                        isGone ? $"has ended: {LastWords(host)}" : "is not connected with all others",
                        $"See {settings.Folder.LogOf(host)}");
                }
                interrupt.WaitHandle.WaitOne(50);
                interrupt.ThrowIfCancellationRequested();
            }
        }
    }

    private string LastWords(LabHost host)
        => File.Exists(settings.Folder.LogOf(host))
            ? string.Join(
                " ",
                File.ReadLines(settings.Folder.LogOf(host)).TakeLast(LastWordsLines).Select(l => l.Trim()))
                .TrimEnd('.')
            : "nothing";

    private void MakeSwitch()
    {
        string space = settings.Folder.Switch;
        LabTools.Ip("netns", "add", space);
        LabTools.Ip("-n", space, "link", "add", "br0", "type", "bridge");
        LabTools.Ip("-n", space, "link", "set", "br0", "mtu", Mtu, "up");
    }

    private void Join(LabHost host)
    {
        string space = settings.Folder.NamespaceOf(host);
        string port = string.Create(CultureInfo.InvariantCulture, $"h{host.Number}");
        string joint = settings.Folder.Switch;
        LabTools.Ip("netns", "add", space);
        LabTools.Ip("-n", space, "link", "set", "lo", "up");
        LabTools.Ip(
            "-n", joint, "link", "add", port, "mtu", Mtu, "type", "veth",
            "peer", "name", "ow0", "mtu", Mtu, "netns", space);
        LabTools.Ip("-n", joint, "link", "set", port, "master", "br0", "up");
        LabTools.Ip("-n", space, "addr", "add", $"{host.Address}/16", "dev", "ow0");
        LabTools.Ip("-n", space, "link", "set", "ow0", "up");
    }
}
