using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>The planner's answer to a contract.</summary>
public enum AdmissionVerdict
{
    /// <summary>Holds in all epochs.</summary>
    Feasible,

    /// <summary>Admitted; fails in some epoch or under the loss of one node, and says which.</summary>
    AtRisk,

    /// <summary>
    /// Refused: the floor or the best exceeds the budget, or there is no capacity or no way at all.
    /// </summary>
    Impossible,
}

/// <summary>Least, median and greatest of a delay over the epochs in which there is a way.</summary>
public readonly record struct DelaySpread(Duration Least, Duration Median, Duration Greatest);

/// <summary>What was found about one contract; with several subscribers the worst counts.</summary>
/// <param name="ContractIndex">The contract.</param>
/// <param name="Verdict">The answer: refused when one of its subscribers cannot be served.</param>
/// <param name="Reason">One sentence with figures; empty when feasible. With several subscribers it names the
/// first that has the verdict, and how many more have.</param>
/// <param name="Floor">Nothing can beat it: the shortest curve outside the Earth at the speed of
/// light.</param>
/// <param name="Best">Least planned delay end to end over the epochs with a way; null when there never is
/// one.</param>
/// <param name="EpochsWithoutWay">Epochs in which the plan has no path to some subscriber.</param>
/// <param name="Subscribers">The same for each subscriber, in the order of the contract.</param>
public sealed record ContractAdmission(
    int ContractIndex,
    AdmissionVerdict Verdict,
    string Reason,
    Duration Floor,
    DelaySpread? Best,
    int EpochsWithoutWay,
    IReadOnlyList<SubscriberAdmission> Subscribers)
{
    /// <summary>What was found about one of its subscribers.</summary>
    public SubscriberAdmission To(NodeId subscriber)
    {
        foreach (SubscriberAdmission one in Subscribers)
        {
            if (one.Subscriber == subscriber)
            {
                return one;
            }
        }
        throw new InvariantException($"Contract {ContractIndex} was not judged for {subscriber}.");
    }
}

/// <summary>What was found about one subscriber of a contract, with the fields of the contract.</summary>
public sealed record SubscriberAdmission(
    NodeId Subscriber,
    AdmissionVerdict Verdict,
    string Reason,
    Duration Floor,
    DelaySpread? Best,
    int EpochsWithoutWay);

/// <summary>
/// How much of the time a ground node is served: shares (0 to 1) of epochs with 0, 1 and 2 or more links.
/// </summary>
public sealed record GroundCoverage(NodeId Ground, double NoneShare, double OneShare, double TwoOrMoreShare);

/// <summary>Admission of all contracts and coverage of all ground nodes.</summary>
public sealed record AdmissionReport(
    IReadOnlyList<ContractAdmission> Contracts, IReadOnlyList<GroundCoverage> Coverage);
