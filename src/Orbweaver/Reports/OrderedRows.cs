using System;
using System.IO;
using Orbweaver.Model;

namespace Orbweaver.Reports;

/// <summary>
/// A table that workers make item by item and that is written in the order of the items as it grows: only
/// some chunks of it are ever in memory.
/// </summary>
internal static class OrderedRows
{
    /// <summary>
    /// Writes the rows of <paramref name="items"/>, so many at a time. <paramref name="newMaker"/> is called
    /// by each worker for its own maker, which puts an item's rows into a buffer; <paramref name="written"/>
    /// is told how many items are written.
    /// </summary>
    public static void Write(
        TextWriter to,
        (int Count, int Chunk) items,
        IWorkers workers,
        Func<Action<int, RowBuffer>> newMaker,
        Action<int> written)
    {
        RowBuffer[] buffers = new RowBuffer[Math.Min(items.Chunk, items.Count)];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new RowBuffer();
        }
        for (int start = 0; start < items.Count; start += items.Chunk)
        {
            int chunkStart = start; // Its own variable: the work below captures it.
            int count = Math.Min(items.Chunk, items.Count - start);
            workers.For(count, (first, end) =>
            {
                Action<int, RowBuffer> make = newMaker();
                for (int i = first; i < end; i++)
                {
                    buffers[i].Clear();
                    make(chunkStart + i, buffers[i]);
                }
            });
            for (int i = 0; i < count; i++)
            {
                buffers[i].CopyTo(to);
            }
            written(start + count);
        }
    }
}
