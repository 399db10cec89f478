using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

// Faults are told when they are known, begin and are over, also where they hit nothing; and from time to time
// what they have come to.
public sealed partial class Probe
{
    private static readonly Duration CostInterval = Duration.FromSeconds(10);

    // What was under way when a fault ended is counted as its work too.
    private static readonly Duration CostAfter = Duration.FromSeconds(2);

    // Faults a look whose cost is told, so that a thousand of them do not fill a recording.
    private const int CostsMax = 20;

    private readonly List<OpenFault> _faultsOpen = [];
    private int _faultsSeen;

    private readonly record struct OpenFault(int Number, FaultStage Stage, FaultCost Cost, Instant Told);

    private void LookAtFaults(TwinWorld world, Observation into)
    {
        Instant start = world.WholePlan.Start;
        for (; _faultsSeen < world.FaultCount; _faultsSeen++)
        {
            Fault fault = world.FaultOf(_faultsSeen);
            FaultStage stage = StageOf(fault, world.Now - start);
            FaultCost cost = world.CostOf(_faultsSeen);
            into.Faults.Add(new FaultNews(fault, stage, start, cost));
            _faultsOpen.Add(new OpenFault(_faultsSeen, stage, cost, world.Now));
        }
        int costs = 0;
        for (int i = _faultsOpen.Count - 1; i >= 0; i--)
        {
            OpenFault open = _faultsOpen[i];
            Fault fault = world.FaultOf(open.Number);
            FaultStage stage = StageOf(fault, world.Now - start);
            FaultCost cost = world.CostOf(open.Number);
            bool isLast = stage == FaultStage.Over && world.Now - start >= fault.Until + CostAfter;
            bool isDearer = cost != open.Cost && costs < CostsMax
                && (isLast || world.Now - open.Told >= CostInterval);
            if (stage != open.Stage || isDearer)
            {
                costs += isDearer ? 1 : 0;
                into.Faults.Add(new FaultNews(fault, stage, start, cost));
                _faultsOpen[i] = new OpenFault(open.Number, stage, cost, world.Now);
            }
            if (isLast)
            {
                _faultsOpen.RemoveAt(i);
            }
        }
    }

    private static FaultStage StageOf(Fault fault, Duration now)
        => now >= fault.Until ? FaultStage.Over
            : now >= fault.From ? FaultStage.Active : FaultStage.Planned;
}
