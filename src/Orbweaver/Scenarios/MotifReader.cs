using System.Collections.Generic;
using System.Linq;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>
/// Reads <c>motif:</c> of a constellation: what it is searched for (<c>delay</c>, <c>carried</c>), or its
/// steps, such as <c>[[1, -1], [1, 0]]</c>.
/// </summary>
internal static class MotifReader
{
    private const string HowToWrite = "Write steps of planes and slots, such as [[1, -1], [1, 0]]";

    /// <summary>The steps, if they are written, and the aim.</summary>
    public static (IReadOnlyList<MotifOffset> Steps, MotifAim Aim) Read(
        Section section, TopologyPolicy policy, IReadOnlyList<WalkerDesign> shells)
    {
        if (section.Find("motif") is not { } field)
        {
            return ([], MotifAim.Delay);
        }
        if (policy is not (TopologyPolicy.Motif or TopologyPolicy.MotifOpenSeam))
        {
            field.Bad("is only for the policy 'motif'", "Write policy: motif, or leave it out");
        }
        if (field.Node.Kind == SourceKind.Scalar)
        {
            MotifAim? aim = field.Choice(("delay", MotifAim.Delay), ("carried", MotifAim.Carried));
            return ([], aim ?? MotifAim.Delay);
        }
        int planes = shells.Select(s => s.Planes).DefaultIfEmpty(WalkerDesign.TotalMax).Min();
        int slots = shells.Select(s => s.SlotsPerPlane).DefaultIfEmpty(WalkerDesign.TotalMax).Min();
        List<MotifOffset> steps = [];
        foreach (Field item in field.Items("a list of steps") ?? [])
        {
            IReadOnlyList<Field> numbers = item.Items("a step") ?? [];
            if (numbers.Count != 2)
            {
                item.Bad("is no step: it has two numbers", HowToWrite);
            }
            else if (numbers[0].Whole(0, planes - 1) is { } byPlanes
                && numbers[1].Whole(-(slots - 1), slots - 1) is { } bySlots)
            {
                steps.Add(new MotifOffset((int)byPlanes, (int)bySlots));
            }
        }
        if (steps.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad("names no step", HowToWrite + ", or what to search for: delay or carried");
        }
        return (steps, MotifAim.Delay);
    }
}
