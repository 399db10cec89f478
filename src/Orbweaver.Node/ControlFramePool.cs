using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// Control frames for reuse, one pool a worker: under traffic that is kept a link carries one for every 32
/// packets. A host may hand back a frame that nobody will look at any more; one that it does not hand back
/// is left to the collector.
/// </summary>
public sealed class ControlFramePool
{
    private readonly Stack<ControlFrame> _free = new();

    /// <summary>Takes a frame back.</summary>
    public void Return(ControlFrame frame) => _free.Push(frame);

    /// <summary>A frame with stale fields: the caller sets all of them.</summary>
    public ControlFrame Rent()
        => _free.TryPop(out ControlFrame? frame) ? frame : new ControlFrame
        {
            Incarnation = 0,
            Position = 0,
            PeerIncarnation = 0,
            PeerPosition = 0,
        };
}
