using System;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using Orbweaver.Model;

namespace Orbweaver.Hosting;

/// <summary>
/// Parallel work on threads. The range is cut into more pieces than there are workers, because pieces
/// differ in cost; which worker takes which piece changes from run to run, and results must not depend on
/// it.
/// </summary>
internal sealed class ThreadWorkers(int workers) : IWorkers
{
    private const int PiecesPerWorker = 8;

    /// <summary>As many workers as the machine has processors, or sequential work for one.</summary>
    public static IWorkers Of(int? count)
        => (count ?? Environment.ProcessorCount) <= 1
            ? SequentialWorkers.Instance
            : new ThreadWorkers(count ?? Environment.ProcessorCount);

    /// <inheritdoc/>
    public void For(int count, Action<int, int> body)
    {
        int pieces = Math.Min(count, workers * PiecesPerWorker);
        if (pieces <= 1)
        {
            SequentialWorkers.Instance.For(count, body);
            return;
        }
        ParallelOptions options = new() { MaxDegreeOfParallelism = workers };
        try
        {
            Parallel.For(0, pieces, options, i => body(
                (int)((long)count * i / pieces), (int)((long)count * (i + 1) / pieces)));
        }
        catch (AggregateException e)
        {
            // The first cause as it was thrown: callers catch the same exceptions as from sequential work.
            ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
        }
    }
}
