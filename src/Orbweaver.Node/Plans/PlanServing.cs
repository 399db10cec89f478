using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What of a plan a port still has to send, at the pace of its share.</summary>
internal sealed class PlanServing(PlanDocument document, long offset)
{
    /// <summary>
    /// Plans take one part in fifty of a port, the reserve of class 0: after a frame, so many of its times
    /// pass until the next.
    /// </summary>
    public const int PaceFactor = 50;

    // What may be under way without having been asked for again.
    private const long WindowBytes = 16L * PlanPiece.LengthMax;

    private long _offset = offset;
    private long _until = offset + WindowBytes;

    /// <summary>The document.</summary>
    public PlanDocument Document { get; } = document;

    /// <summary>When the next part may leave.</summary>
    public Instant DueAt { get; private set; } = new(long.MinValue);

    /// <summary>Whether all that was asked for has left.</summary>
    public bool IsDone => _offset >= Math.Min(_until, Document.SizeBytes);

    /// <summary>
    /// The neighbour has everything before a byte. If nothing new has come to it, something was lost.
    /// </summary>
    public void GoOnFrom(long offset, bool isRepeat)
    {
        _until = offset + WindowBytes;
        if (isRepeat || offset > _offset)
        {
            _offset = offset;
        }
    }

    /// <summary>Takes the next part.</summary>
    public PlanPiece Next()
    {
        int length = (int)Math.Min(PlanPiece.LengthMax, Document.SizeBytes - _offset);
        PlanPiece piece = new(Document.Id, Document.SizeBytes, _offset, length, Document);
        _offset += length;
        return piece;
    }

    /// <summary>A frame has left that took the port for so long.</summary>
    public void Pace(Instant now, Duration serialisation) => DueAt = now + (serialisation * PaceFactor);
}
