using System.Collections.Generic;

namespace Orbweaver.Console.Operations;

/// <summary>
/// Runs what-ifs: one at a time, each from the live state of the moment it was asked for. Called by any
/// thread.
/// </summary>
public interface IWhatIfDesk
{
    /// <summary>
    /// Takes the state of now and queues a run; a <see cref="RequestProblem"/> with 422 says what is wrong
    /// with the changes, and one with 429 that the queue is full.
    /// </summary>
    WhatIfAnswer Submit(WhatIfRequest request, string by);

    /// <summary>Those that are kept, newest first.</summary>
    IReadOnlyList<WhatIfAnswer> All();

    /// <summary>One of them; null where there is none.</summary>
    WhatIfAnswer? Find(string id);

    /// <summary>Ends it if it runs, and forgets it; false where there is none.</summary>
    bool Remove(string id);
}
