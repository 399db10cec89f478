using System;
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

    // The physics: range at the start of transmission over c, and the time a node takes to pass a packet on.
    private Duration FlightTime(LinkPipe pipe)
    {
        int epoch = EpochNow();
        if (pipe.Link >= 0)
        {
            epoch = Math.Clamp(epoch, pipe.Epochs.First, pipe.Epochs.Last);
        }
        if (pipe.Epoch != epoch)
        {
            EnterEpoch(pipe, epoch);
        }
        return _plan.DelayAt(pipe.Delays, pipe.Epoch, _now) + _plan.HopDelay;
    }

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

    private void EnterEpoch(LinkPipe pipe, int epoch)
    {
        if (pipe.Link >= 0)
        {
            pipe.Epoch = epoch;
            pipe.Delays = FindLink(_plan.Epochs[epoch], pipe.Link);
            pipe.Rate = _plan.Contacts[pipe.Link].RateFrom(pipe.From);
        }
        else if (TryFindStandby(epoch, pipe.Link, out StandbyLink entry))
        {
            // Where the pair is not listed any more it only drains, as it was.
            pipe.Epoch = epoch;
            pipe.Delays = new EpochLink(
                pipe.Link, entry.Satellite, entry.Ground, entry.DelayStartNs, entry.DelayMiddleNs,
                entry.DelayEndNs);
            pipe.Rate = pipe.From == entry.Ground ? entry.RateUp : entry.RateDown;
        }
    }

    private static EpochLink FindLink(PlanEpoch epoch, int contactIndex)
    {
        ReadOnlySpan<EpochLink> links = epoch.Links;
        int low = 0;
        int high = links.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (links[middle].ContactIndex < contactIndex)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        Check.That(links[low].ContactIndex == contactIndex);
        return links[low];
    }
}
