using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// Where nodes find silence by themselves the world only wakes them up, and keeps the books.
public sealed partial class TwinWorld
{
    private bool IsLivenessReal => _config.Detection.Mode == DetectionMode.Real;

    private void StartLiveness()
    {
        for (int node = 0; IsLivenessReal && node < _nodes.Length; node++)
        {
            _timerOf[node] = _now;
            _events.Push(_now, EventKind.NodeTimer, node);
        }
    }

    // A slow node knows that frames wait before it looks at them, and takes nobody for silent meanwhile.
    private void TellBehind(NodeId id, NodeHealth health)
    {
        if (IsLivenessReal && !health.IsOut)
        {
            Step(id.Value, NodeInput.Behind(health.SlowBy));
        }
    }

    private void NoteSilence(NodeId node, int link)
    {
        int seat = _links.SeatOf(link);
        _tally.Notice(_linkHealth[seat] is null ? -1 : CauseAt(seat, EndOf(seat, node)));
        _timeline.NoteLinkLost(_now);
        _witness?.SilenceNoticed(node, link, _now);
    }
}
