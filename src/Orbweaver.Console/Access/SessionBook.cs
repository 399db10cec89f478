using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Orbweaver.Console.Operations;

namespace Orbweaver.Console.Access;

/// <summary>
/// Who may come in and who is in. A token is good once and for ten minutes, and becomes a session; secrets
/// have 128 bits, are kept as hashes, and are compared in a time that says nothing. Everything is in
/// memory: a program that starts anew asks everybody to sign in anew.
/// </summary>
public sealed class SessionBook(TimeProvider clock)
{
    /// <summary>Sessions at once; the one unused for longest goes for a new one.</summary>
    public const int SessionsMax = 64;

    /// <summary>Tokens that nobody has used yet; the oldest goes for a new one.</summary>
    public const int TokensMax = 32;

    /// <summary>Failed sign-ins a minute, of all together; more are refused unread.</summary>
    public const int FailuresMax = 30;

    /// <summary>Characters of a name at most.</summary>
    public const int NameCharsMax = 40;

    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);

    /// <summary>A session that nobody uses for so long ends.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromHours(12);

    private const int SecretBytes = 16;

    private readonly Lock _gate = new();
    private readonly List<(byte[] Key, string Name, Role Role, DateTime Until)> _tokens = [];
    private readonly List<Session> _sessions = [];
    private readonly Queue<DateTime> _failures = new();
    private int _number;

    /// <summary>Makes a token for somebody.</summary>
    public string NewToken(string name, Role role)
    {
        string secret = NewSecret();
        lock (_gate)
        {
            _tokens.RemoveAll(t => t.Until <= Now);
            while (_tokens.Count >= TokensMax)
            {
                _tokens.RemoveAt(0);
            }
            _tokens.Add((Hash(secret), name, role, Now + TokenLife));
        }
        return secret;
    }

    /// <summary>
    /// Turns a token into a session and the secret of its cookie; null where it is none, or no more.
    /// </summary>
    public (Session Session, string Secret)? SignIn(string token)
    {
        byte[] key = Hash(token);
        lock (_gate)
        {
            while (_failures.TryPeek(out DateTime at) && Now - at > TimeSpan.FromMinutes(1))
            {
                _failures.Dequeue();
            }
            if (_failures.Count >= FailuresMax)
            {
                throw new RequestProblem(429, "Too many tokens were wrong. Wait a minute.")
                {
                    RetryAfterSeconds = 60,
                };
            }
            _tokens.RemoveAll(t => t.Until <= Now);
            int at2 = -1;
            for (int i = 0; i < _tokens.Count; i++)
            {
                at2 = CryptographicOperations.FixedTimeEquals(_tokens[i].Key, key) ? i : at2;
            }
            if (at2 < 0)
            {
                _failures.Enqueue(Now);
                return null;
            }
            (_, string name, Role role, _) = _tokens[at2];
            _tokens.RemoveAt(at2);
            return Open(name, role);
        }
    }

    /// <summary>The session of a cookie's secret, which is used just now; null where there is none.</summary>
    public Session? Find(string? secret)
    {
        if (secret is null || secret.Length > 4 * SecretBytes)
        {
            return null;
        }
        byte[] key = Hash(secret);
        Session? found = null;
        lock (_gate)
        {
            Prune();
            foreach (Session session in _sessions)
            {
                found = CryptographicOperations.FixedTimeEquals(session.Key, key) ? session : found;
            }
            if (found is not null)
            {
                found.LastSeen = Now;
            }
        }
        return found;
    }

    /// <summary>Those who are in.</summary>
    public IReadOnlyList<Session> All()
    {
        lock (_gate)
        {
            Prune();
            return [.. _sessions];
        }
    }

    /// <summary>Ends a session; null where there is none.</summary>
    public Session? End(int number)
    {
        lock (_gate)
        {
            Session? session = _sessions.FirstOrDefault(s => s.Number == number);
            if (session is not null)
            {
                session.IsOver = true;
                _sessions.Remove(session);
            }
            return session;
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private (Session Session, string Secret) Open(string name, Role role)
    {
        Prune();
        while (_sessions.Count >= SessionsMax)
        {
            Session least = _sessions.MinBy(s => s.LastSeen)!;
            least.IsOver = true;
            _sessions.Remove(least);
        }
        string secret = NewSecret();
        Session session = new(++_number, name, role, Hash(secret), Now);
        _sessions.Add(session);
        return (session, secret);
    }

    private void Prune()
    {
        foreach (Session session in _sessions.Where(s => Now - s.LastSeen > IdleMax))
        {
            session.IsOver = true;
        }
        _sessions.RemoveAll(static s => s.IsOver);
    }

    private static string NewSecret()
        => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
