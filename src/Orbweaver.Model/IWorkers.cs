using System;

namespace Orbweaver.Model;

/// <summary>
/// Parallel work, injected: pure code has no threads. Results must not depend on the number of workers or on
/// how the range is cut, so every index may write its own place only.
/// </summary>
public interface IWorkers
{
    /// <summary>
    /// Calls <paramref name="body"/>(first, end) for ranges that cover [0, count) once each.
    /// </summary>
    void For(int count, Action<int, int> body);
}

/// <summary>
/// One range, on the caller's thread: the reference that every other worker must agree with.
/// </summary>
public sealed class SequentialWorkers : IWorkers
{
    /// <summary>The instance; it has no state.</summary>
    public static readonly SequentialWorkers Instance = new();

    /// <inheritdoc/>
    public void For(int count, Action<int, int> body)
    {
        if (count > 0)
        {
            body(0, count);
        }
    }
}
