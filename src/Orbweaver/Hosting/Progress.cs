using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Planning;
using Spectre.Console;

namespace Orbweaver.Hosting;

/// <summary>
/// Runs long work and shows how far it is: a bar on the error stream from the second second on, if a person
/// is watching. The work itself only says where it is; it is stopped by an exception when the operator
/// interrupts.
/// </summary>
internal sealed class Progress(ProgramHost host, bool isQuiet) : IPlanProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Replaced whole, so that the drawing thread never sees a stage with the count of another.
    private volatile State _state = new("starting", 0, 1);

    private sealed record State(string Stage, double Done, double Total);

    /// <inheritdoc/>
    public void Report(string stage, int done, int total)
    {
        _state = new State(stage, done, Math.Max(1, total));
        host.Interrupt.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// As <see cref="Report(string, int, int)"/>, without stopping: for work that ends itself.
    /// </summary>
    public void Show(string stage, double share) => _state = new State(stage, share, 1);

    /// <summary>Does the work and returns its result; its exceptions come out as they were thrown.</summary>
    public T Of<T>(Func<Progress, T> work)
    {
        if (isQuiet || !host.IsProgressWanted)
        {
            return work(this);
        }
        Task<T> task = Task.Factory.StartNew(
            () => work(this), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([task], Patience) < 0)
        {
            Draw(task);
        }
        return task.GetAwaiter().GetResult();
    }

    private void Draw(Task work)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Err) });
        console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                State shown = _state;
                ProgressTask bar = Begin(context, shown);
                while (Task.WaitAny([work], TimeSpan.FromMilliseconds(100)) < 0)
                {
                    State now = _state;
                    if (!string.Equals(now.Stage, shown.Stage, StringComparison.Ordinal))
                    {
                        bar.StopTask();
                        bar = Begin(context, now);
                    }
                    bar.Description = Words(now);
                    bar.MaxValue = now.Total;
                    bar.Value = now.Done;
                    shown = now;
                }
            });
    }

    private static ProgressTask Begin(ProgressContext context, State state)
        => context.AddTask(Words(state), maxValue: state.Total);

    // With the steps where there are any: an epoch of a fleet is work that one wants to count.
    private static string Words(State state) => Markup.Escape(state.Total <= 1 ? state.Stage
        : string.Create(CultureInfo.InvariantCulture, $"{state.Stage} {state.Done:0} of {state.Total:0}"));
}
