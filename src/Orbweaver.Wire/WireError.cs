namespace Orbweaver.Wire;

/// <summary>
/// Why bytes were not taken, or could not be made. A value rather than an exception: whoever sends rubbish
/// must not be able to make it dear. One reason each, so that hosts count them.
/// </summary>
public enum WireError : byte
{
    /// <summary>All is well.</summary>
    None,

    /// <summary>Fewer bytes than the fields before say, or than there is room for.</summary>
    TooShort,

    /// <summary>More bytes than the fields before say, or than a limit allows.</summary>
    TooLong,

    /// <summary>Of a version that this program does not speak.</summary>
    Version,

    /// <summary>A hop limit of zero: it should not have been sent.</summary>
    HopLimit,

    /// <summary>An extension header other than one hop-by-hop and one segment routing header.</summary>
    ExtensionHeader,

    /// <summary>A hop-by-hop option other than the contract option, or that in another length.</summary>
    Option,

    /// <summary>A flag or spare bit that means nothing.</summary>
    Flags,

    /// <summary>An address outside the mesh, or of another function.</summary>
    Address,

    /// <summary>A segment routing header that is none, or disagrees with the destination.</summary>
    Segments,

    /// <summary>A payload that packets do not carry, or that does not fit the contract.</summary>
    Payload,

    /// <summary>Subscribers that are none, or one where several are meant.</summary>
    Targets,

    /// <summary>Priority, overtaking or assurance that does not exist.</summary>
    Qos,

    /// <summary>A piece beyond the last one.</summary>
    Fragment,

    /// <summary>A number that the layout has no room for, or that makes no sense where it stands.</summary>
    Range,

    /// <summary>A frame of a kind that is not known.</summary>
    Kind,

    /// <summary>Not CBOR in its one deterministic form (RFC 8949 section 4.2.1).</summary>
    Cbor,

    /// <summary>Not a COSE_Sign1 structure as plans travel in.</summary>
    Envelope,

    /// <summary>A name that is empty, too long, not UTF-8, or there twice.</summary>
    Name,

    /// <summary>Packed epochs that do not unpack to links of the plan.</summary>
    Epochs,
}
