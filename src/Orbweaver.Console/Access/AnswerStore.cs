using System;
using System.Collections.Generic;
using System.Threading;

namespace Orbweaver.Console.Access;

/// <summary>An answer that was given.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">What followed.</param>
/// <param name="IsProblem">Whether that is a problem.</param>
internal sealed record KeptAnswer(int Status, byte[] Body, bool IsProblem);

/// <summary>
/// Answers to commands by their idempotency keys, so that a command sent again is not done again. A key is
/// that of one user.
/// </summary>
internal sealed class AnswerStore(TimeProvider clock)
{
    /// <summary>Answers at most; the oldest goes for a new one.</summary>
    public const int AnswersMax = 1_000;

    /// <summary>Bytes of all answers at most.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTime At)> _order = new();
    private long _bytes;

    /// <summary>How a key is known.</summary>
    public enum Standing
    {
        /// <summary>Nobody used it: the caller does the work now.</summary>
        New,

        /// <summary>The answer is there.</summary>
        Known,

        /// <summary>The same command is being done.</summary>
        Busy,

        /// <summary>Another command has it.</summary>
        Other,
    }

    /// <summary>Begins with a key; <paramref name="command"/> tells commands apart.</summary>
    public Standing Begin(string key, string command, out KeptAnswer? answer)
    {
        lock (_gate)
        {
            DateTime now = clock.GetUtcNow().UtcDateTime;
            while (_order.TryPeek(out (string Key, DateTime At) oldest)
                && (now - oldest.At > Life || _order.Count >= AnswersMax || _bytes > BytesMax))
            {
                _order.Dequeue();
                if (_entries.Remove(oldest.Key, out Entry? gone))
                {
                    _bytes -= gone.Answer?.Body.Length ?? 0;
                }
            }
            answer = null;
            if (_entries.TryGetValue(key, out Entry? entry))
            {
                answer = entry.Answer;
                return !string.Equals(entry.Command, command, StringComparison.Ordinal) ? Standing.Other
                    : answer is null ? Standing.Busy : Standing.Known;
            }
            _entries.Add(key, new Entry(command));
            _order.Enqueue((key, now));
            return Standing.New;
        }
    }

    /// <summary>Keeps the answer of a key.</summary>
    public void End(string key, KeptAnswer answer)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out Entry? entry) && entry.Answer is null)
            {
                entry.Answer = answer;
                _bytes += answer.Body.Length;
            }
        }
    }

    private sealed class Entry(string command)
    {
        public string Command { get; } = command;

        public KeptAnswer? Answer { get; set; }
    }
}
