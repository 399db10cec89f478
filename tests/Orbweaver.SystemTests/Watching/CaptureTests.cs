using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Captures of a network that is up, read by a tool that others wrote.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void Tshark_reads_fan_out_receipts_pieces_and_explicit_ways_without_a_complaint()
    {
        NetNamespace.NeedsTool("tshark");
        using RunningNetwork network = new(
            "--for", "3s", "--pcap", "cap", "--pcap-node", "nuuk", "--pcap-node", "tromso");
        Assert.Equal(0, network.WaitForEnd());
        string[] nuuk = Read(Path.Combine(network.Folder, "cap", "nuuk.pcapng"));
        string[] tromso = Read(Path.Combine(network.Folder, "cap", "tromso.pcapng"));

        // Multicast with the bits of subscribers; receipts that come back; the way of a replica.
        Assert.Contains(nuuk, l => l.StartsWith("ff18:", StringComparison.Ordinal) && IsSent(l));
        Assert.Contains(nuuk, l => Field(l, 1) == "254" && !IsSent(l));
        Assert.Contains(tromso, l => Field(l, 1) == "254" && IsSent(l));
        Assert.Contains(tromso, l => Field(l, 2) == "4" && IsSent(l));
        Assert.Contains(nuuk, l => Field(l, 1) == "253" && Field(l, 4) == "1500");
        Assert.Contains("captured ", network.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_applications_send_is_inside_as_they_sent_it()
    {
        NetNamespace.NeedsTool("tshark");
        NetNamespace.NeedsTool("ping");
        NetNamespace.NeedsTun();
        using NetNamespace left = NetNamespace.Create();
        using NetNamespace right = NetNamespace.Create();
        using RunningNetwork network = new(
            "--no-traffic", "--pcap", "cap",
            "--tun", $"nuuk=t0,netns={left.Name},addr=10.9.0.1/24,addr=fd09::1/64",
            "--tun", $"tromso=t0,netns={right.Name},addr=10.9.0.2/24,addr=fd09::2/64");
        Assert.SkipUnless(
            network.Out.Contains("commands at", StringComparison.Ordinal), "no devices here: " + network.Err);
        Run(left, "ping", "-c", "3", "-i", "0.2", "-W", "5", "10.9.0.2");
        Run(left, "ping", "-c", "3", "-i", "0.2", "-W", "5", "-s", "1000", "fd09::2");
        // Nobody listens there: what comes back is a reset.
        Run(left, "bash", "-c", "exec 3<>/dev/tcp/10.9.0.2/9");
        // And there an ICMP error.
        Run(left, "bash", "-c", "echo hello >/dev/udp/10.9.0.2/9");
        Run(left, "ping", "-c", "1", "-W", "5", "10.9.0.2");
        Assert.Equal(0, network.Stop());

        string[] packets = Read(Path.Combine(network.Folder, "cap", "tromso.pcapng"));
        foreach (string inside in (string[])["ip:icmp", "ipv6:icmpv6", "ip:tcp", "ip:udp"])
        {
            Assert.Contains(packets, l => !IsSent(l) && Has(l, inside));
        }
        Assert.Contains(packets, l => IsSent(l) && Has(l, "ip:tcp"));
    }

    [Fact]
    public void A_full_disk_is_told_once_and_the_network_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this machine has no /dev/full");
        string folder = Directory.CreateTempSubdirectory("ow").FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "nuuk.pcapng"), "/dev/full");
        using RunningNetwork network = new(
            "--for", "2s", "--pcap", folder, "--pcap-node", "nuuk", "--pcap-node", "tromso");
        Assert.Equal(0, network.WaitForEnd());

        Assert.Single(network.Err.Split('\n'), l => l.Contains("the capture ends", StringComparison.Ordinal));
        Assert.True(new FileInfo(Path.Combine(folder, "tromso.pcapng")).Length > 10_000);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--pcap", "cap", "there is no port whose edge could be captured")]
    [InlineData("--pcap-node", "nuuk", "there is no folder for captures")]
    public void What_makes_no_sense_is_bad_input(string option, string value, string expected)
    {
        using RunningNetwork network = new(option, value);
        Assert.Equal(2, network.WaitForEnd());
        Assert.Contains(expected, network.Err, StringComparison.Ordinal);
    }

    private static bool Has(string line, string protocols)
        => Field(line, 5).Contains(protocols, StringComparison.Ordinal);

    private static bool IsSent(string line) => Field(line, 3) == "0x00000002";

    private static string Field(string line, int number) => line.Split('\t')[number];

    private static void Run(NetNamespace space, params string[] command)
    {
        using Process process = space.Start(command);
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    // Destination, protocol behind the options, kind of routing header, flags, length, protocols.
    private static string[] Read(string file)
    {
        string whole = Tshark("-r", file, "-V");
        Assert.DoesNotContain("malformed", whole, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Expert Info (Error", whole, StringComparison.Ordinal);
        string[] lines = Tshark(
            "-r", file, "-T", "fields", "-E", "occurrence=f", "-e", "ipv6.dst", "-e", "ipv6.hopopts.nxt",
            "-e", "ipv6.routing.type", "-e", "frame.packet_flags", "-e", "frame.len", "-e", "frame.protocols")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] frames = [.. whole.Split('\n').Where(l => l.StartsWith("Frame ", StringComparison.Ordinal))];
        Assert.Equal(frames.Length, lines.Length);
        Assert.NotEmpty(lines);
        Assert.All(
            lines, l => Assert.StartsWith("ipv6:ipv6.hopopts:", Field(l, 5), StringComparison.Ordinal));
        return lines;
    }

    private static string Tshark(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("tshark", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
