using System;
using System.Collections.Generic;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Operations;

/// <summary>
/// What needs the planner or changes the network, done by the program that runs it. Nodes are numbers of
/// the catalogue; what is wrong with a request comes as a <see cref="RequestProblem"/>. Every member is
/// called by any thread and may take seconds.
/// </summary>
public interface INetworkOperations
{
    /// <summary>The way of a packet, now or by the plan at another moment.</summary>
    PathAnswer Path(int from, int to, DateTime? at);

    /// <summary>
    /// Follows the next message of a stream from hop to hop; gives up after a few seconds.
    /// </summary>
    TraceAnswer Trace(int stream);

    /// <summary>Why there is or is no link and path between two nodes.</summary>
    ExplainAnswer Explain(int from, int to, DateTime? at);

    /// <summary>How far the plan reaches, and how large it is.</summary>
    PlanAnswer Plan();

    /// <summary>The planned contacts of a node that touch a span; at most so many.</summary>
    IReadOnlyList<ContactAnswer> Contacts(int node, DateTime from, DateTime to, int most);

    /// <summary>What a drill would hit.</summary>
    DrillPreview Preview(DrillRequest request);

    /// <summary>Begins a drill; it ends by itself.</summary>
    FaultRow StartDrill(DrillRequest request, string by);

    /// <summary>Ends a drill before its time.</summary>
    FaultRow StopDrill(int number, string by);

    /// <summary>Ends all drills.</summary>
    IReadOnlyList<FaultRow> StopAllDrills(string by);

    /// <summary>What runs what-ifs; null where there are none.</summary>
    IWhatIfDesk? WhatIfs { get; }
}
