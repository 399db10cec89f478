using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Code points for those who see a packet and not its contract (RFC 2474, 4594, 8622): the class rises with
/// the priority, and within the assured classes the drop precedence with what may drop it. Nobody reads
/// them back: the contract option says the same without loss.
/// </summary>
public static class TrafficClass
{
    private const int LowerEffort = 1;
    private const int Expedited = 46;
    private const int PriorityOfClass6 = 9;
    private const int PriorityOfExpedited = 8;

    /// <summary>The code point (6 bits) of a packet.</summary>
    public static int Dscp(byte priority, Assurance assurance) => priority switch
    {
        0 => LowerEffort,
        PriorityOfExpedited => Expedited,
        PriorityOfClass6 => 6 << 3,
        // Two priorities share an assured class (1 to 4): the lower of them never has the lowest precedence.
        _ => (((priority + 1) / 2) << 3) | ((1 + DropPrecedence(priority, assurance)) << 1),
    };

    private static int DropPrecedence(byte priority, Assurance assurance)
        => assurance == Assurance.Congestion ? 2 : priority % 2 == 0 ? 0 : 1;
}
