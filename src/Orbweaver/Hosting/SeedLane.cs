using System;
using System.Collections.Generic;
using System.Threading;
namespace Orbweaver.Hosting;

/// <summary>
/// Runs seeds on threads and hands their reports over in the order of the seeds, whoever finished first.
/// </summary>
/// <typeparam name="T">What a seed comes to.</typeparam>
internal sealed class SeedLane<T>(Func<ulong, T> run, int workers, CancellationToken interrupt)
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly Dictionary<ulong, T> _done = [];
    private ulong _next;
    private ulong _end;
    private int _running;

    /// <summary>
    /// Seeds from one on: so many, or while <paramref name="mayGoOn"/> says so. After an interrupt, those
    /// that were finished without a gap.
    /// </summary>
    public void Run(
        ulong first, ulong count, Func<bool> mayGoOn, Action<T> take, Action idle)
    {
        (_next, _end) = (first, count > ulong.MaxValue - first ? ulong.MaxValue : first + count);
        _running = workers;
        for (int i = 0; i < workers; i++)
        {
            new Thread(() => Work(mayGoOn)) { IsBackground = true, Name = $"seeds {i}" }.Start();
        }
        ulong seed = first;
        while (true)
        {
            bool isOver;
            T? report;
            lock (_gate)
            {
                isOver = _running == 0;
                if (!_done.Remove(seed, out report) && !isOver)
                {
                    System.Threading.Monitor.Wait(_gate, Patience);
                }
            }
            if (report is not null)
            {
                take(report);
                seed++;
            }
            else if (isOver)
            {
                return;
            }
            else
            {
                idle();
            }
        }
    }

    private void Work(Func<bool> mayGoOn)
    {
        while (TryTake(mayGoOn, out ulong seed))
        {
            try
            {
                T report = run(seed);
                lock (_gate)
                {
                    _done.Add(seed, report);
                    System.Threading.Monitor.Pulse(_gate);
                }
            }
            catch (OperationCanceledException)
            {
                // The interrupt: this seed and those behind it are not reported.
                break;
            }
        }
        lock (_gate)
        {
            _running--;
            System.Threading.Monitor.Pulse(_gate);
        }
    }

    private bool TryTake(Func<bool> mayGoOn, out ulong seed)
    {
        lock (_gate)
        {
            seed = _next;
            if (interrupt.IsCancellationRequested || _next >= _end || !mayGoOn())
            {
                return false;
            }
            _next++;
            return true;
        }
    }
}
