namespace Orbweaver.Sim;

/// <summary>Why nobody could have delivered a message in time: the first thing that held it up.</summary>
public enum NoWayCause
{
    /// <summary>The publisher's node was lost or hung when the message was handed in.</summary>
    PublisherDown,

    /// <summary>The subscriber's node was lost or hung.</summary>
    SubscriberDown,

    /// <summary>No link of the publisher was usable, and no standby satellite answered.</summary>
    PublisherCutOff,

    /// <summary>No link of the subscriber was usable, and no standby satellite answered.</summary>
    SubscriberCutOff,

    /// <summary>
    /// The last link of an end had gone, or the first standby satellite had begun to answer, so shortly
    /// before that it could not have acquired it.
    /// </summary>
    Acquiring,

    /// <summary>
    /// An end had no usable link for longer than it takes to acquire a standby satellite, one answered all
    /// that time, and it raised none. Somebody should look at these.
    /// </summary>
    StandbyNotRaised,

    /// <summary>Both ends had usable links, and no way led from one to the other.</summary>
    Parted,

    /// <summary>A link or a node on the best way failed while the message was on it.</summary>
    LostUnderWay,

    /// <summary>The best way takes longer than the budget.</summary>
    TooFar,
}
