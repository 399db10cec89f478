namespace Orbweaver.Twin;

/// <summary>How a packet leaves the network.</summary>
internal enum PacketEnd : byte
{
    /// <summary>Delivered, and with it its message is whole.</summary>
    DeliveredWhole,

    /// <summary>Delivered as an earlier piece of its message.</summary>
    DeliveredInPart,

    /// <summary>Dropped, with a reason.</summary>
    Dropped,

    /// <summary>A copy that is not needed any more.</summary>
    Released,
}
