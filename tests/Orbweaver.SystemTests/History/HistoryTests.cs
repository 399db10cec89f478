// tidy: waits because a recording is written by a thread of its own.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Orbweaver.Live.History;
using Xunit;

namespace Orbweaver.SystemTests.History;

/// <summary>Recordings on a disk: whole, cut, damaged, full, and read while they are written.</summary>
public sealed class HistoryTests : IDisposable
{
    private const byte Kpi = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("owhist").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_in_order_with_a_scene_before_it()
    {
        using (HistoryWriter writer = Open(new HistoryLimits { SegmentAge = TimeSpan.FromSeconds(100) }))
        {
            Write(writer, 0, 300);
        }
        List<HistoryRecord> all = All(_folder);

        Assert.Equal(HistoryKind.Scene, all[0].Kind);
        Assert.True(all[0].IsBreak);
        Assert.Equal(
            Enumerable.Range(0, 300), all.Where(r => r.Kind == HistoryKind.Frame).Select(r => NumberOf(r)));
        Assert.Equal([0, 60, 100, 160, 200, 260], all.Where(r => r.Kind == HistoryKind.Scene)
            .Select(r => (int)(r.SimMs / 1000)));
        Assert.Equal(3, HistoryFolder.Segments(_folder).Count);
        HistoryReader reader = new(_folder);
        Assert.True(reader.TrySpan(out double from, out double to));
        Assert.Equal((0, 299_000), (from, to));
        foreach (int at in (int[])[0, 59, 60, 61, 99, 100, 101, 250, 299, 1_000])
        {
            using HistoryCursor cursor = reader.CursorAt(at * 1000)!;
            Assert.True(cursor.TryNext(out HistoryRecord first));
            Assert.Equal(HistoryKind.Scene, first.Kind);
            int last = new[] { 0, 60, 100, 160, 200, 260 }.Last(s => s <= at);
            Assert.Equal(last * 1000.0, first.SimMs);
        }
        List<int> some = [];
        reader.Scan(static type => type == Kpi, 90_000, 110_000, r =>
        {
            some.Add(NumberOf(r));
            return some.Count < 15;
        });
        Assert.Equal(Enumerable.Range(90, 15), some);
    }

    [Fact]
    public void A_segment_that_is_cut_anywhere_ends_with_its_last_whole_record()
    {
        using (HistoryWriter writer = Open(new HistoryLimits()))
        {
            Write(writer, 0, 40);
        }
        byte[] whole = File.ReadAllBytes(HistoryFolder.Segments(_folder)[0].Path);
        int before = 0;
        for (int length = 0; length <= whole.Length; length += 7)
        {
            File.WriteAllBytes(HistoryFolder.Segments(_folder)[0].Path, whole[..length]);
            List<HistoryRecord> records = All(_folder);

            Assert.True(records.Count >= before);
            before = records.Count;
            Assert.Equal(
                Enumerable.Range(0, Math.Max(0, records.Count - 1)),
                records.Where(r => r.Kind == HistoryKind.Frame).Select(r => NumberOf(r)));
        }
        Assert.True(before > 30);
    }

    [Fact]
    public void A_segment_that_is_damaged_anywhere_shows_nothing_that_was_not_written()
    {
        using (HistoryWriter writer = Open(new HistoryLimits()))
        {
            Write(writer, 0, 40);
        }
        string path = HistoryFolder.Segments(_folder)[0].Path;
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 0; at < whole.Length; at += 11)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x41;
            File.WriteAllBytes(path, damaged);
            List<HistoryRecord> records = All(_folder);

            Assert.True(records.Count < 41);
            Assert.Equal(
                Enumerable.Range(0, Math.Max(0, records.Count - 1)),
                records.Where(r => r.Kind == HistoryKind.Frame).Select(r => NumberOf(r)));
        }
    }

    [Fact]
    public void A_length_that_is_a_lie_is_not_believed()
    {
        string path = HistoryFolder.SegmentPath(_folder, 0);
        byte[] lie = [.. "OWR1"u8, .. new byte[40]];
        BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(4), (16 << 20) - 1);
        File.WriteAllBytes(path, lie);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(new HistoryReader(_folder).TrySpan(out _, out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Null(new HistoryReader(_folder).CursorAt(0));
    }

    [Fact]
    public void A_reader_follows_a_writer_across_segments()
    {
        using HistoryWriter writer = Open(new HistoryLimits { SegmentAge = TimeSpan.FromSeconds(10) });
        List<int> seen = [];
        Write(writer, 0, 1);
        HistoryReader reader = new(_folder);
        HistoryCursor? cursor = null;
        DateTime until = DateTime.UtcNow + Patience;
        for (int next = 1; seen.Count < 50 && DateTime.UtcNow < until;)
        {
            cursor ??= reader.CursorAt(0);
            while (cursor is not null && cursor.TryNext(out HistoryRecord record))
            {
                if (record.Kind == HistoryKind.Frame)
                {
                    seen.Add(NumberOf(record));
                }
            }
            if (next < 50)
            {
                Write(writer, next, next + 1);
                next++;
            }
            Thread.Sleep(next < 50 ? 5 : 100);
        }
        cursor?.Dispose();

        Assert.Equal(Enumerable.Range(0, 50), seen);
    }

    [Fact]
    public void What_is_too_old_or_too_much_goes_and_the_newest_stays()
    {
        HistoryLimits limits = new()
        {
            SegmentBytes = 2_000,
            Bytes = 12_000,
            Age = TimeSpan.FromHours(1),
        };
        using (HistoryWriter writer = Open(limits))
        {
            Write(writer, 0, 2_000);
        }
        long bytes = HistoryFolder.Segments(_folder).Sum(s => new FileInfo(s.Path).Length);
        Assert.InRange(bytes, 4_000, 12_000 + 2_000);
        Assert.Equal(1_999, NumberOf(All(_folder)[^1]));

        HistoryLimits old = new() { SegmentAge = TimeSpan.FromSeconds(60), Age = TimeSpan.FromSeconds(600) };
        using (HistoryWriter writer = Open(old))
        {
            Write(writer, 0, 3_000);
        }
        Assert.InRange(All(_folder)[0].SimMs, 2_200_000, 2_400_000);
    }

    [Fact]
    public void A_folder_of_other_things_is_left_as_it_is()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "notes.md"), "mine");

        Assert.False(
            HistoryWriter.TryOpen(_folder, new HistoryLimits(), _warnings.Add, out _, out string error));

        Assert.Contains("no recording", error, StringComparison.Ordinal);
        Assert.Equal(["notes.md"], Directory.GetFileSystemEntries(_folder).Select(p => Path.GetFileName(p)));
    }

    [Fact]
    public void A_folder_has_one_writer_and_what_was_recorded_before_is_kept_beside()
    {
        using (HistoryWriter writer = Open(new HistoryLimits()))
        {
            Write(writer, 0, 10);
            Assert.False(HistoryWriter.TryOpen(
                _folder, new HistoryLimits(), _warnings.Add, out _, out string error));
            Assert.Empty(error);
        }
        Record(new HistoryLimits(), 500);
        Record(new HistoryLimits(), 700);

        Assert.Equal(700, FirstOf(_folder));
        List<string> earlier = HistoryFolder.Earlier(_folder);
        Assert.Equal([0, 500], earlier.Select(name => FirstOf(HistoryFolder.EarlierPath(_folder, name)!)));
        Assert.True(HistoryFolder.TryEnd(earlier[0], out DateTime ended));
        Assert.InRange(DateTime.UtcNow - ended, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Null(HistoryFolder.EarlierPath(_folder, ".."));
        Assert.False(HistoryWriter.TryOpen(
            Path.Combine(HistoryFolder.Segments(_folder)[0].Path, "x"), new HistoryLimits(), _warnings.Add,
            out _, out string why));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_run_that_is_recorded_again_replaces_itself()
    {
        HistoryLimits limits = new() { KeepsEarlier = false };
        Record(limits, 0);
        Record(limits, 500);

        Assert.Equal(500, FirstOf(_folder));
        Assert.Single(HistoryFolder.Segments(_folder));
        Assert.Empty(HistoryFolder.Earlier(_folder));
    }

    [Fact]
    public void Earlier_recordings_go_when_they_are_too_old_too_large_or_too_many()
    {
        HistoryLimits limits = new() { SegmentBytes = 2_000, Bytes = 20_000 };
        Record(limits, 0);
        string old = HistoryFolder.EarlierPath(_folder, PutAside(limits, 100))!;
        foreach ((string path, _) in HistoryFolder.Segments(old))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-25));
        }
        _ = PutAside(limits, 200);
        Assert.Equal([100], HistoryFolder.Earlier(_folder).Select(
            name => FirstOf(HistoryFolder.EarlierPath(_folder, name)!)));

        using (HistoryWriter writer = Open(limits))
        {
            Write(writer, 0, 1_000);
        }
        Assert.Empty(HistoryFolder.Earlier(_folder));

        for (int i = 0; i < HistoryLimits.EarlierMax + 3; i++)
        {
            Record(new HistoryLimits(), 1_000 + (100 * i));
        }
        Assert.Equal(HistoryLimits.EarlierMax, HistoryFolder.Earlier(_folder).Count);
        Assert.Equal(1_000 + (100 * (HistoryLimits.EarlierMax + 2)), FirstOf(_folder));
    }

    [Fact]
    public void Behind_a_damage_it_goes_on_with_the_next_scene_and_says_what_is_missing()
    {
        using (HistoryWriter writer = Open(new HistoryLimits { SegmentAge = TimeSpan.FromSeconds(200) }))
        {
            Write(writer, 0, 500);
        }
        string first = HistoryFolder.Segments(_folder)[0].Path;
        byte[] bytes = File.ReadAllBytes(first);
        // A record of a frame takes 52 bytes here, that of a scene 120.
        int at = 4 + 120 + (52 * 30) + 25;
        bytes[at] ^= 1;
        File.WriteAllBytes(first, bytes);

        List<HistoryRecord> all = All(_folder);
        Assert.Equal(
            [.. Enumerable.Range(0, 30), .. Enumerable.Range(60, 440)],
            all.Where(r => r.Kind == HistoryKind.Frame).Select(r => NumberOf(r)));
        Assert.Equal([0, 60_000], all.Where(r => r.IsBreak).Select(r => r.SimMs));
        Assert.Equal([(29_000, 60_000)], new HistoryReader(_folder).Gaps());

        File.Delete(HistoryFolder.Segments(_folder)[1].Path);
        Assert.Equal([(29_000, 60_000), (199_000, 400_000)], new HistoryReader(_folder).Gaps());
        Assert.Equal([0, 60_000, 400_000], All(_folder).Where(r => r.IsBreak).Select(r => r.SimMs));
    }

    [Fact]
    public void Scenes_come_soon_at_first_and_then_once_a_minute()
    {
        using (HistoryWriter writer = Open(new HistoryLimits(), TimeSpan.FromSeconds(5)))
        {
            Write(writer, 0, 300);
        }
        Assert.Equal([0, 5, 15, 35, 75, 135, 195, 255], All(_folder)
            .Where(r => r.Kind == HistoryKind.Scene).Select(r => (int)(r.SimMs / 1000)));
    }

    [Fact]
    public void An_end_that_cannot_be_read_is_told()
    {
        using (HistoryWriter writer = Open(new HistoryLimits { SegmentAge = TimeSpan.FromSeconds(200) }))
        {
            Write(writer, 0, 300);
        }
        foreach ((string path, _) in HistoryFolder.Segments(_folder))
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..(4 + 50)]);
        }
        Assert.Empty(new HistoryReader(_folder).Gaps());
        string first = HistoryFolder.Segments(_folder)[0].Path;
        using (HistoryWriter writer = Open(new HistoryLimits { KeepsEarlier = false }))
        {
            Write(writer, 0, 100);
        }
        File.WriteAllBytes(first, File.ReadAllBytes(first)[..^60]);
        Assert.Equal([(97_000.0, double.PositiveInfinity)], new HistoryReader(_folder).Gaps());
    }

    [Fact]
    public void A_recording_that_is_whole_has_no_gaps()
    {
        using (HistoryWriter writer = Open(new HistoryLimits { SegmentAge = TimeSpan.FromSeconds(20) }))
        {
            Write(writer, 0, 300);
        }
        Assert.Empty(new HistoryReader(_folder).Gaps());
    }

    [Fact]
    public void What_the_disk_is_too_slow_for_is_counted_and_a_scene_follows_it()
    {
        // Scenes are larger than all that may wait: each is dropped, and nothing is shown without one.
        using (HistoryWriter writer = Open(new HistoryLimits { QueueBytes = 50 }))
        {
            Write(writer, 0, 20);
            Assert.Equal(20, writer.Dropped);
        }
        Assert.Empty(All(_folder));

        using (HistoryWriter writer = Open(new HistoryLimits { QueueBytes = 300, IsPatient = true }))
        {
            Write(writer, 0, 500);
            Assert.Equal(0, writer.Dropped);
        }
        Assert.Equal(499, NumberOf(All(_folder)[^1]));
    }

    [Fact]
    public void A_full_disk_is_told_once_and_tried_until_it_has_room()
    {
        NetNamespace.NeedsTool("mount");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        string disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(
            Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk),
            "no file system can be mounted here");
        try
        {
            using (HistoryWriter writer = OpenIn(disk, new HistoryLimits { RetryAfter = TimeSpan.Zero }))
            {
                int next = 0;
                Until(() => writer.HasFailed, () => Write(writer, next, next += 100));
                Assert.True(Run("mount", "-o", "remount,size=1m", disk));
                Until(() => !writer.HasFailed, () => Write(writer, next, next += 100));
                Write(writer, next, next + 100);
            }
            Assert.Single(_warnings);
            Assert.Contains("stands still", _warnings[0], StringComparison.Ordinal);
            Assert.NotEmpty(new HistoryReader(disk).Gaps());
            List<HistoryRecord> all = All(disk);
            Assert.True(all.Count(r => r.IsBreak) >= 2);
            Assert.Equal(all.Select(r => r.SimMs).Order(), all.Select(r => r.SimMs));
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public void Large_scenes_are_packed()
    {
        byte[] scene = new byte[200_000];
        using (HistoryWriter writer = Open(new HistoryLimits()))
        {
            writer.Add(0, [Frame(0)], () => scene);
        }
        Assert.InRange(new FileInfo(HistoryFolder.Segments(_folder)[0].Path).Length, 100, 10_000);
        Assert.Equal(scene, All(_folder)[0].Bytes.ToArray());
    }

    private void Record(HistoryLimits limits, int from)
    {
        using HistoryWriter writer = Open(limits);
        Write(writer, from, from + 10);
    }

    // The name of what was there before.
    private string PutAside(HistoryLimits limits, int from)
    {
        List<string> before = HistoryFolder.Earlier(_folder);
        Record(limits, from);
        return HistoryFolder.Earlier(_folder).Except(before).Single();
    }

    private static int FirstOf(string folder)
        => NumberOf(All(folder).First(r => r.Kind == HistoryKind.Frame));

    private static bool Run(string tool, params string[] args)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(tool, args) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Until(Func<bool> isSo, Action work)
    {
        DateTime until = DateTime.UtcNow + Patience;
        while (!isSo() && DateTime.UtcNow < until)
        {
            work();
            Thread.Sleep(20);
        }
        Assert.True(isSo());
    }

    private HistoryWriter Open(HistoryLimits limits, TimeSpan? sceneFirst = null)
        => OpenIn(_folder, limits, sceneFirst);

    private HistoryWriter OpenIn(string folder, HistoryLimits limits, TimeSpan? sceneFirst = null)
    {
        Assert.True(
            HistoryWriter.TryOpen(
                folder, limits with { SceneFirst = sceneFirst ?? limits.SceneEvery }, _warnings.Add,
                out HistoryWriter? writer, out string error),
            error);
        return writer!;
    }

    private static void Write(HistoryWriter writer, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            writer.Add(i * 1000.0, [Frame(i)], () => new byte[100]);
        }
    }

    private static byte[] Frame(int number)
    {
        byte[] frame = new byte[24 + 8];
        frame[0] = Kpi;
        frame[1] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(24), number);
        return frame;
    }

    private static int NumberOf(in HistoryRecord record)
        => BinaryPrimitives.ReadInt32LittleEndian(record.Bytes.Span[24..]);

    private static List<HistoryRecord> All(string folder)
    {
        List<HistoryRecord> all = [];
        using HistoryCursor? cursor = new HistoryReader(folder).CursorAt(0);
        while (cursor is not null && cursor.TryNext(out HistoryRecord record))
        {
            all.Add(record);
        }
        return all;
    }
}
