namespace Orbweaver.Wire;

/// <summary>Which way a captured packet went, with the values of a capture's flags.</summary>
public enum CaptureDirection : byte
{
    /// <summary>To the node.</summary>
    Received = 1,

    /// <summary>From the node.</summary>
    Sent = 2,
}
