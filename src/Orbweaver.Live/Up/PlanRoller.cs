using System;
using System.Collections.Concurrent;
using System.Threading;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// Keeps the plan ahead of time: when too little of it is left the next piece is made, on a thread of its own
/// and of low priority, as the world must not wait for it. The thread of the world looks in now and then, and
/// takes what is ready.
/// </summary>
public sealed class PlanRoller : IDisposable
{
    /// <summary>How much of the plan is left at least: twice the frozen horizon.</summary>
    public static readonly Duration LeftMin = PlanDocument.FrozenFor * 2;

    /// <summary>How much is made at a time.</summary>
    public static readonly Duration Piece = Duration.FromMinutes(15);

    private readonly NodeId _controller;
    private readonly int _contactsMax;
    private readonly Func<int, Plan> _planUntil;
    private readonly Action<string> _warn;
    private readonly BlockingCollection<(int Epochs, Instant MadeAt)> _asked = new(boundedCapacity: 1);
    private readonly ConcurrentQueue<PlanDocument> _made = new();
    private readonly Thread? _thread;
    private PlanDocument _last;
    private bool _isMaking;
    private bool _hasFailed;

    /// <summary>Begins with the first plan.</summary>
    /// <param name="first">What all nodes start with.</param>
    /// <param name="controller">The node at which plans are handed out.</param>
    /// <param name="contactsMax">Contacts that the world has seats for.</param>
    /// <param name="planUntil">Plans on until there are so many epochs; for one thread only.</param>
    /// <param name="warn">Is told in a line when planning failed; the network goes on as it is.</param>
    /// <param name="hasThread">False in tests: then plans are made while the world looks in.</param>
    public PlanRoller(
        PlanDocument first, NodeId controller, int contactsMax, Func<int, Plan> planUntil,
        Action<string> warn, bool hasThread = true)
    {
        _contactsMax = contactsMax;
        _last = first;
        _controller = controller;
        _planUntil = planUntil;
        _warn = warn;
        if (hasThread)
        {
            _thread = new Thread(Make)
            {
                IsBackground = true,
                Name = "planner",
                Priority = ThreadPriority.BelowNormal,
            };
            _thread.Start();
        }
    }

    /// <summary>
    /// Where the plan stands and what is to be handed out now; called by the thread of the world, cheap.
    /// </summary>
    public bool TryTake(Instant now, out NodeId controller, out PlanDocument document)
    {
        controller = _controller;
        if (_made.TryDequeue(out document!))
        {
            _last = document;
            _isMaking = false;
            return true;
        }
        if (!_isMaking && !_hasFailed && _last.Plan.End - now < LeftMin + Piece)
        {
            _isMaking = true;
            Plan plan = _last.Plan;
            int epochs = plan.Epochs.Count + (int)Math.Max(1, Piece / plan.EpochLength);
            if (_thread is null)
            {
                MakeOne(epochs, now);
            }
            else
            {
                _asked.Add((epochs, now));
            }
        }
        return false;
    }

    /// <summary>No more plans are made; one under way is given up.</summary>
    public void Dispose()
    {
        _asked.CompleteAdding();
        // What it is making cannot be stopped, and the process need not wait for it.
        if (_thread is null || _thread.Join(TimeSpan.FromMilliseconds(100)))
        {
            _asked.Dispose();
        }
    }

    private void Make()
    {
        foreach ((int epochs, Instant madeAt) in _asked.GetConsumingEnumerable())
        {
            MakeOne(epochs, madeAt);
        }
    }

    private void MakeOne(int epochs, Instant madeAt)
    {
        try
        {
            Plan longer = _planUntil(epochs);
            if (longer.Contacts.Count > _contactsMax)
            {
                throw new InvalidOperationException(
                    $"it would have more than {_contactsMax:N0} contacts; start the network anew");
            }
            PlanId id = new(_last.Id.Version + 1, _controller);
            _made.Enqueue(PlanLineage.Continue(_last, longer, id, madeAt));
        }
        catch (Exception e)
            when (e is InvariantException or InvalidOperationException or OutOfMemoryException)
        {
            _hasFailed = true;
            _warn($"the plan ends at {_last.Plan.End} and could not be continued: {e.Message}");
        }
    }
}
