namespace Orbweaver.Orbits;

/// <summary>
/// A model of motion in lanes: from terms of several satellites and times to states. Work goes in items, that
/// is lanes at one moment, and all memory is the caller's: nothing is checked.
/// </summary>
internal interface ILaneKernel
{
    /// <summary>Rows of terms, one number a lane each.</summary>
    static abstract int TermRows { get; }

    /// <summary>Rows of an item in the memory for work.</summary>
    static abstract int WorkRows { get; }

    /// <summary>
    /// The time that <see cref="Propagate"/> takes from nanoseconds since the epoch, which are whole numbers
    /// rounded once.
    /// </summary>
    static abstract T Time<T>(T elapsedNs)
        where T : struct, ILanes<T>;

    /// <summary>States of <paramref name="count"/> items.</summary>
    /// <param name="terms">Terms of the first item.</param>
    /// <param name="termStride">From the terms of an item to those of the next; 0: the same ones.</param>
    /// <param name="work">
    /// <see cref="WorkRows"/> rows an item. The first row has the times going in, and coming out codes of
    /// <see cref="PropagationError"/> as numbers if there was an error; the rest is void.
    /// </param>
    /// <param name="count">Items.</param>
    /// <param name="states">
    /// Where rows x, y, z, vx, vy, vz go, m and m/s in TEME; zeros where there is an error.
    /// </param>
    /// <param name="stateStride">From the states of an item to those of the next.</param>
    /// <param name="rowStride">From x to y.</param>
    /// <returns>Whether there was any error.</returns>
    static abstract bool Propagate<T>(
        ref readonly double terms,
        int termStride,
        ref double work,
        int count,
        ref double states,
        int stateStride,
        int rowStride)
        where T : struct, ILanes<T>;
}
