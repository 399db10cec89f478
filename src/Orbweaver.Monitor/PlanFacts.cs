using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>What a plan says about links and ways, for the numbers that frames do not have.</summary>
public sealed class PlanFacts(Plan plan)
{
    /// <summary>The plan.</summary>
    public Plan Plan { get; } = plan;
}
