namespace Orbweaver.Model;

/// <summary>
/// What a control frame says of plans: which one the sender is on, and which it holds. Both ends repeat
/// themselves until the other has said that it heard.
/// </summary>
/// <param name="Number">Grows with every change of what it says, within a life.</param>
/// <param name="Heard">The number of the receiver's note that the sender heard last; 0 for none.</param>
/// <param name="Epoch">The sender's epoch.</param>
/// <param name="InForce">The plan by which the sender forwards in that epoch.</param>
/// <param name="Newest">The newest plan that the sender holds whole.</param>
public sealed record PlanNote(long Number, long Heard, int Epoch, PlanId InForce, PlanId Newest)
{
    private const int NoteBytes = 24 + (2 * PlanId.Bytes);

    /// <summary>Asks for the newest plan of the receiver, from a byte on.</summary>
    public PlanAsk? Ask { get; init; }

    /// <summary>A part of a document.</summary>
    public PlanPiece? Piece { get; init; }

    /// <summary>Bytes on a link.</summary>
    public int SizeBytes => NoteBytes + (Ask is null ? 0 : PlanAsk.Bytes) + (Piece?.SizeBytes ?? 0);
}

/// <summary>
/// Asks for a plan from a byte on: everything before that has come. A repeat says that nothing of what was
/// asked for before will.
/// </summary>
public sealed record PlanAsk(PlanId Id, long Offset, bool IsRepeat)
{
    /// <summary>Bytes on a link.</summary>
    public const int Bytes = PlanId.Bytes + 6;
}

/// <summary>
/// A part of a document. The bytes of a plan are not looked at here, only counted. Inside a process the
/// document comes along; over a wire the host puts the bytes together and hands the document in with the
/// piece that completes it.
/// </summary>
/// <param name="Id">Which plan.</param>
/// <param name="DocumentBytes">Bytes of the whole document.</param>
/// <param name="Offset">Where in it the part begins.</param>
/// <param name="Length">Bytes of the part.</param>
/// <param name="Document">The document; null while its host does not have all of it.</param>
public sealed record PlanPiece(
    PlanId Id, long DocumentBytes, long Offset, int Length, PlanDocument? Document)
{
    /// <summary>
    /// Largest part in one frame. At 200 Mb/s it holds data up for 1.3 ms.
    /// </summary>
    public const int LengthMax = 32_768;

    private const int HeadBytes = PlanId.Bytes + 16;

    /// <summary>Bytes on a link.</summary>
    public int SizeBytes => HeadBytes + Length;
}
