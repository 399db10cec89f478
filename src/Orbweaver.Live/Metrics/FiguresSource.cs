using System;
using System.Threading;
using System.Threading.Tasks;

namespace Orbweaver.Live;

/// <summary>
/// Figures for whoever asks, on any thread: the thread of the world is asked for them at most once a second,
/// however many ask.
/// </summary>
public sealed class FiguresSource : IDisposable
{
    /// <summary>Figures that are younger are given again.</summary>
    public const long FreshNs = 1_000_000_000;

    /// <summary>How long the thread of the world is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Action<Action<LiveWorld>> _post;
    private readonly Func<NetworkFigures> _make;
    private readonly IHostClock _clock;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _ended = new();
    private NetworkFigures _figures;
    private NetworkFigures _spare;
    private NetworkFigures? _last;
    private long _staleAtNs = long.MinValue;
    private bool _isUsable;

    /// <summary>A source without figures yet.</summary>
    /// <param name="post">Has the thread of the world do something.</param>
    /// <param name="make">Makes room for figures.</param>
    /// <param name="clock">How old figures are is judged by it.</param>
    public FiguresSource(Action<Action<LiveWorld>> post, Func<NetworkFigures> make, IHostClock clock)
    {
        _post = post;
        _make = make;
        _clock = clock;
        _figures = make();
        _spare = make();
    }

    /// <summary>
    /// Shows figures; false when the thread of the world did not answer. Nobody else gets them meanwhile.
    /// </summary>
    public async Task<bool> ReadAsync(Action<NetworkFigures> read)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _last) is null && _clock.MonotonicNs >= _staleAtNs)
            {
                _isUsable = await RefreshAsync().ConfigureAwait(false);
                // After a failure too: a crowd of callers must not wait in turn.
                _staleAtNs = _clock.MonotonicNs + FreshNs;
            }
            NetworkFigures? last = Volatile.Read(ref _last);
            if (last is null && !_isUsable)
            {
                return false;
            }
            read(last ?? _figures);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// The world stands still from here on: its last figures stay. Called by the thread of the world.
    /// </summary>
    public void End(LiveWorld world)
    {
        NetworkFigures last = _make();
        last.Take(world);
        Volatile.Write(ref _last, last);
        _ended.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> RefreshAsync()
    {
        NetworkFigures target = _spare;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _post(world =>
        {
            target.Take(world);
            done.TrySetResult();
        });
        try
        {
            await done.Task.WaitAsync(Patience, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The command may still come to it: those figures are nobody's any more.
            _spare = _make();
            return false;
        }
        _spare = _figures;
        _figures = target;
        return true;
    }
}
