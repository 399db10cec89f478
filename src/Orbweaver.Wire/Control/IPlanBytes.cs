using System;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>Where the bytes of documents are found while a part of one is written.</summary>
public interface IPlanBytes
{
    /// <summary>Copies the bytes of a part; false when that document is not there any more.</summary>
    bool TryCopy(PlanPiece piece, Span<byte> to);
}
