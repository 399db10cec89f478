using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>Where a search for a pair takes place: a view, and two different ends.</summary>
internal readonly record struct PairView(PlanEpoch Epoch, LinkExceptions Exceptions, int From, int To)
{
    /// <summary>Whether a link of the epoch, or one that is raised, is in the view.</summary>
    public bool IsUp(int link) => StandbyTable.IsStandby(link) || !Exceptions.IsDown(link);
}
