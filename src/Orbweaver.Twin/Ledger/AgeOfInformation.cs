using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// What a subscriber knows of each key: how old its newest message is, and which superseded messages are
/// excused because a newer one of their key arrived before their own deadline.
/// </summary>
internal sealed class AgeOfInformation
{
    private const int ArrivalsMax = 8;

    private readonly SortedDictionary<uint, Newest> _keys = [];
    private readonly LogHistogram _ages = new();

    /// <summary>Notes a delivery; returns how many superseded messages it excuses.</summary>
    public int Deliver(in Message message, Instant now)
    {
        Newest newest = KeyOf(message.Key);
        int excused = newest.Excuse(message.Number, now);
        if (!newest.IsKnown || message.Number > newest.Number)
        {
            newest.IsKnown = true;
            newest.Number = message.Number;
            newest.Source = message.Source;
            newest.NoteArrival(now);
        }
        return excused;
    }

    /// <summary>
    /// Notes a superseded message; returns 1 if a newer one is there already and came in time.
    /// </summary>
    public int Supersede(in Message message)
    {
        Newest newest = KeyOf(message.Key);
        if (newest.HasNewerBy(message.Number, message.Deadline))
        {
            return 1;
        }
        newest.AddSuperseded(message.Number, message.Deadline);
        return 0;
    }

    /// <summary>Superseded messages whose deadline is still to come: a newer one may excuse them
    /// yet.</summary>
    public int OpenAt(Instant now)
    {
        int open = 0;
        foreach (Newest newest in _keys.Values)
        {
            open += newest.OpenAt(now);
        }
        return open;
    }

    /// <summary>Adds the present age of every key that is known at all.</summary>
    public void Sample(Instant now)
    {
        foreach (Newest newest in _keys.Values)
        {
            if (newest.IsKnown)
            {
                _ages.Add((now - newest.Source).Nanoseconds);
            }
        }
    }

    /// <summary>All ages sampled.</summary>
    public DurationSummary Summary() => _ages.Summary();

    private Newest KeyOf(uint key)
    {
        if (!_keys.TryGetValue(key, out Newest? newest))
        {
            newest = new Newest();
            _keys.Add(key, newest);
        }
        return newest;
    }

    private sealed class Newest
    {
        // Superseded messages that no newer one has excused yet; those whose deadline passes never will be.
        private readonly List<(uint Number, Instant Deadline)> _superseded = [];

        // The last messages that were the newest on arrival: both their numbers and their times ascend. One
        // that is superseded after so many of its key arrived is excused by the oldest of them at best.
        private readonly List<(uint Number, Instant Arrived)> _arrivals = [];

        public bool IsKnown { get; set; }

        public uint Number { get; set; }

        public Instant Source { get; set; }

        public void NoteArrival(Instant now)
        {
            if (_arrivals.Count == ArrivalsMax)
            {
                _arrivals.RemoveAt(0);
            }
            _arrivals.Add((Number, now));
        }

        public bool HasNewerBy(uint number, Instant deadline)
        {
            foreach ((uint newer, Instant arrived) in _arrivals)
            {
                if (newer > number)
                {
                    return arrived <= deadline;
                }
            }
            return false;
        }

        public int OpenAt(Instant now)
        {
            int open = 0;
            foreach ((_, Instant deadline) in _superseded)
            {
                open += deadline > now ? 1 : 0;
            }
            return open;
        }

        public void AddSuperseded(uint number, Instant deadline) => _superseded.Add((number, deadline));

        public int Excuse(uint number, Instant now)
        {
            int excused = 0;
            for (int i = _superseded.Count - 1; i >= 0; i--)
            {
                (uint superseded, Instant deadline) = _superseded[i];
                bool isExcused = superseded < number && now <= deadline;
                excused += isExcused ? 1 : 0;
                if (isExcused || now > deadline)
                {
                    _superseded.RemoveAt(i);
                }
            }
            return excused;
        }
    }
}
