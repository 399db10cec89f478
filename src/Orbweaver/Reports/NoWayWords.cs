using System.Globalization;
using System.Linq;
using Orbweaver.Sim;

namespace Orbweaver.Reports;

/// <summary>Causes for which nobody could have delivered a message, in words.</summary>
internal static class NoWayWords
{
    /// <summary>For people.</summary>
    public static string Of(NoWayCause cause) => cause switch
    {
        NoWayCause.PublisherDown => "the publisher's node was down",
        NoWayCause.SubscriberDown => "the subscriber's node was down",
        NoWayCause.PublisherCutOff => "the publisher was cut off, no standby satellite answered",
        NoWayCause.SubscriberCutOff => "the subscriber was cut off, no standby satellite answered",
        NoWayCause.Acquiring => "an end had just lost its last link and was not able to have another yet",
        NoWayCause.StandbyNotRaised => "an end was cut off and raised no standby link that answered (look!)",
        NoWayCause.Parted => "no way led from one end to the other",
        NoWayCause.LostUnderWay => "a link or node of the best way failed while the message was on it",
        _ => "the best way takes longer than the budget",
    };

    /// <summary>For programs.</summary>
    public static string Key(NoWayCause cause)
        => string.Concat(cause.ToString().Select((c, i) => i > 0 && char.IsUpper(c)
            ? $"_{char.ToLower(c, CultureInfo.InvariantCulture)}"
            : $"{char.ToLower(c, CultureInfo.InvariantCulture)}"));
}
