using System.Collections.Generic;

namespace Orbweaver.Twin;

/// <summary>
/// Pieces, of messages of several, of which there are several copies: the fate of a piece is that of the
/// last of them. Pieces of which there is one are not kept, nor are messages of one piece: of those the
/// message counts its packets itself.
/// </summary>
internal sealed class CopyGroups
{
    private readonly Dictionary<(int Message, int Fragment), int> _more = [];

    /// <summary>There is one more of a piece.</summary>
    public void Add(int message, int fragment)
    {
        _more.TryGetValue((message, fragment), out int more);
        _more[(message, fragment)] = more + 1;
    }

    /// <summary>One of a piece is gone: true when it was the last.</summary>
    public bool IsLast(int message, int fragment)
    {
        if (_more.Count == 0 || !_more.TryGetValue((message, fragment), out int more))
        {
            return true;
        }
        if (more == 1)
        {
            _more.Remove((message, fragment));
        }
        else
        {
            _more[(message, fragment)] = more - 1;
        }
        return false;
    }
}
