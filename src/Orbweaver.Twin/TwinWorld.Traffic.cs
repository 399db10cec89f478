using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    private readonly List<(SourceGroup Group, uint Key)> _sources = [];
    private readonly List<(int Contract, Fault Fault)> _overloads = [];

    private void StartTraffic()
    {
        Prng dice = new(_config.Seed);
        for (int i = 0; i < _config.Traffic.Count; i++)
        {
            TrafficSource traffic = WithOverloads(_config.Traffic[i]);
            Contract contract = _config.Contracts[traffic.ContractIndex];
            // A stream of dice is named after its contract, so that adding one leaves the others as they
            // were.
            SourceGroup group = new(
                traffic, contract, _plan.Start, dice.Fork($"traffic/{contract.Name}/{i}"));
            for (uint key = 0; key < group.Sources; key++)
            {
                ScheduleSource(_sources.Count, group.First());
                _sources.Add((group, key));
            }
        }
        _events.Push(_plan.Start + SampleInterval, EventKind.Sample, 0);
        if (!_elastic.IsEmpty)
        {
            _events.Push(_plan.Start, EventKind.Epoch, 0);
        }
    }

    private TrafficSource WithOverloads(TrafficSource traffic)
    {
        foreach (Fault fault in _config.Faults.Faults)
        {
            foreach (Overload overload in fault.Overloads)
            {
                if (overload.ContractIndex == traffic.ContractIndex && fault.From < _config.Length)
                {
                    Duration until = fault.Until < _config.Length ? fault.Until : _config.Length;
                    traffic = traffic with
                    {
                        Surges = [.. traffic.Surges, new(fault.From, until - fault.From, overload.Factor)],
                    };
                    if (!_overloads.Exists(o => o.Contract == overload.ContractIndex && o.Fault == fault))
                    {
                        _overloads.Add((overload.ContractIndex, fault));
                    }
                }
            }
        }
        return traffic;
    }

    private void NoteOverload(int contract)
    {
        Duration at = _now - _plan.Start;
        foreach ((int overloaded, Fault fault) in _overloads)
        {
            if (overloaded == contract && fault.From <= at && at < fault.Until)
            {
                _tally.AddMessage(fault.Number);
            }
        }
    }

    // Sources fall silent before the run ends: a message at its very end could not be judged anyway.
    private void ScheduleSource(int source, Instant time)
    {
        if (time < _end)
        {
            _events.Push(time, EventKind.Source, source);
        }
    }

    private void Submit(int source)
    {
        (SourceGroup group, uint key) = _sources[source];
        NodeHealth? publisher = _nodeHealth[group.Contract.Publisher.Value];
        for (int i = 0; i < group.BurstCount; i++)
        {
            DataSize size = group.NextSize();
            int place = OpenMessage(group.Contract, size, key);
            NoteOverload(group.Contract.Index);
            if (publisher is { IsOut: true })
            {
                _tally.Refuse(publisher.Cause);
                RefuseMessage(place, DropReason.IngressDown);
                continue;
            }
            Submission submission = new(group.Flow, size, key, place);
            Step(group.Contract.Publisher.Value, NodeInput.Submit(submission));
        }
        ScheduleSource(source, group.Next(_now));
    }

    private void ShareElastic(int epoch)
    {
        _elastic.Share(epoch);
        // An epoch that begins as the run ends carries nothing.
        if (epoch + 1 < _plan.Epochs.Count && _plan.EpochStart(epoch + 1) < _end)
        {
            _events.Push(_plan.EpochStart(epoch + 1), EventKind.Epoch, epoch + 1);
        }
    }

    private void SampleAges()
    {
        foreach (ContractLedger ledger in _ledgers)
        {
            ledger.Sample(_now);
        }
        _events.Push(_now + SampleInterval, EventKind.Sample, 0);
    }
}
