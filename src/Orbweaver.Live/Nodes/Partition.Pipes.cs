using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live.Nodes;

// How long a frame is on a link, and when a link carries any.
public sealed partial class Partition
{
    private int _epoch;
    private Instant _epochEnds = new(long.MinValue);

    private LinkPipe PipeFrom(NodeId from, int link)
    {
        int place = _links.PlaceFrom(from, link);
        return _pipes[place] ??= NewPipe(place, link, from);
    }

    private LinkPipe NewPipe(int place, int link, NodeId from)
    {
        NodeId to = _links.To(place);
        if (link < 0)
        {
            return new LinkPipe(place, link, from, to);
        }
        Contact contact = _plan.Contacts[link];
        return new LinkPipe(place, link, from, to)
        {
            Span = (contact.Opens, _links.ClosesAt(contact)),
            Epochs = (contact.FirstEpoch, contact.LastEpoch),
        };
    }

    private bool IsInForce(LinkPipe pipe)
        => pipe.Link >= 0
            ? _now >= pipe.Span.Opens && _now < pipe.Span.Closes
            : EndsOf(~pipe.Link).IsUp;

    private Duration FlightTime(LinkPipe pipe) => pipe.FlightTime(_plan, _standby, EpochNow(), _now);

    // Looked up once an epoch.
    private int EpochNow()
    {
        if (_now >= _epochEnds)
        {
            _epoch = _plan.EpochAt(_now);
            _epochEnds = _epoch + 1 < _plan.Epochs.Count ? _plan.EpochStart(_epoch + 1) : Instant.Max;
        }
        return _epoch;
    }
}
