using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Somebody else's dissectors.</summary>
internal static class Tshark
{
    private const int RawIpLinkType = 101;

    /// <summary>
    /// A line a packet, with the fields asked for between bars; skips the test where there is no tshark.
    /// </summary>
    public static string[] Dissect(IReadOnlyList<byte[]> packets, params string[] fields)
    {
        string file = Path.Combine(Path.GetTempPath(), $"ow{Environment.ProcessId}-{Guid.NewGuid():N}.pcap");
        try
        {
            File.WriteAllBytes(file, Capture(packets));
            return Run(file, fields);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Run(string file, string[] fields)
    {
        ProcessStartInfo start = new("tshark", ["-r", file, "-T", "fields", "-E", "separator=|"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string field in fields)
        {
            start.ArgumentList.Add("-e");
            start.ArgumentList.Add(field);
        }
        try
        {
            using Process tshark = Process.Start(start)!;
            tshark.ErrorDataReceived += static (_, _) => { };
            tshark.BeginErrorReadLine();
            string output = tshark.StandardOutput.ReadToEnd();
            tshark.WaitForExit();
            Assert.Equal(0, tshark.ExitCode);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip("tshark is not installed.");
            return [];
        }
    }

    private static byte[] Capture(IReadOnlyList<byte[]> packets)
    {
        using MemoryStream file = new();
        using BinaryWriter to = new(file);
        to.Write(0xa1b2_c3d4);
        to.Write((ushort)2);
        to.Write((ushort)4);
        to.Write(0L);
        to.Write(65_535);
        to.Write(RawIpLinkType);
        foreach (byte[] packet in packets)
        {
            to.Write(0L);
            to.Write(packet.Length);
            to.Write(packet.Length);
            to.Write(packet);
        }
        return file.ToArray();
    }
}
