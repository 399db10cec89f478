using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// One end of a link as it hears, and is heard: when silence has lasted too long, and when this end must say
/// something itself. It keeps time only by what it is told.
/// </summary>
/// <param name="interval">How often an end that is idle says that it hears the other.</param>
/// <param name="slack">How unevenly frames may come: the longest one, and satellites that move.</param>
/// <param name="opens">When the link opens: the first word is due.</param>
/// <param name="hearsFrom">When the other's first word may be here.</param>
internal sealed class Liveness(Duration interval, Duration slack, Instant opens, Instant hearsFrom)
{
    // A control frame goes now and then under traffic too: only these are counted, and say 'I hear you'.
    // Each interval to one that is met anew, so that it soon knows how much is lost.
    private const int IntervalsBetweenWords = 3;

    private readonly LossEstimate _loss = new();
    private Instant _heardAt = hearsFrom;
    private Instant _sayAt = opens;
    private Instant _saidAt = opens;
    private uint _numberSent;
    private uint _numberHeard;
    private uint _numberOfMeeting;
    private bool _hasLight = true;
    private bool _isHeard = true;

    // What went missing before the next number is no measure of loss: there was an outage, or nobody looked.
    private bool _mustResume = true;
    private bool _wasDeaf;

    /// <summary>Whether this end hears the other.</summary>
    public bool Hears { get; private set; } = true;

    /// <summary>Whether the link is lost: without light, or dead in one direction or in both.</summary>
    public bool IsLost => !_hasLight || !Hears || !_isHeard;

    /// <summary>Intervals of silence after which the link is given up, by the loss measured so far.</summary>
    public int Misses => _loss.Misses;

    /// <summary>When a control frame is due, if nothing is sent before; never without light.</summary>
    public Instant SayAt => _hasLight ? _sayAt : Instant.Max;

    /// <summary>When it has been silent for too long, if nothing is heard before.</summary>
    public Instant SilentAt => _hasLight && Hears ? _heardAt + (interval * Misses) + slack : Instant.Max;

    /// <summary>The number of the next control frame.</summary>
    public uint NextNumber() => ++_numberSent;

    /// <summary>A frame leaves: for the other end any is a sign of life.</summary>
    public void NoteSent(Instant now, bool isWord)
    {
        _saidAt = isWord ? now : _saidAt;
        Instant idleUntil = now + interval;
        bool isNew = _numberSent - _numberOfMeeting < LossEstimate.FramesMin;
        Instant wordAt = _saidAt + (isNew ? interval : interval * IntervalsBetweenWords);
        _sayAt = idleUntil < wordAt ? idleUntil : wordAt;
    }

    /// <summary>A frame came. An end that hears again says so at once.</summary>
    public void NoteHeard(Instant now, bool isNewLife)
    {
        _heardAt = now > _heardAt ? now : _heardAt;
        if (isNewLife)
        {
            _numberHeard = 0;
            _numberOfMeeting = _numberSent;
            _mustResume = true;
        }
        if (!Hears)
        {
            Hears = true;
            _sayAt = now;
        }
    }

    /// <summary>
    /// The other's word: whether it hears this end. Frames that were overtaken on the way say nothing.
    /// </summary>
    public void NoteWord(uint number, bool hearsUs)
    {
        if (number <= _numberHeard)
        {
            return;
        }
        _isHeard = hearsUs;
        long missing = number - _numberHeard - 1;
        // A silence hardly longer than the time-out was bad luck: the next must be given longer.
        bool isOutage = _wasDeaf && missing > 2 * Misses;
        _loss.Note(_mustResume || isOutage ? 0 : missing);
        _numberHeard = number;
        _mustResume = false;
        _wasDeaf = false;
    }

    /// <summary>The terminal has light, or lost it. Light is a fresh start.</summary>
    public void NoteLight(bool hasLight, Instant now)
    {
        if (hasLight && !_hasLight)
        {
            StartAnew(now);
            _sayAt = now;
        }
        _hasLight = hasLight;
    }

    /// <summary>
    /// Silence has lasted too long. The other end is told at once, and until it says that it hears this one
    /// the link stays lost.
    /// </summary>
    public void FallSilent(Instant now)
    {
        Hears = false;
        _isHeard = false;
        _wasDeaf = true;
        _sayAt = now;
    }

    /// <summary>
    /// The node looks at what was due some time ago: as long it has not listened. If that was long, frames
    /// that nobody took are gone.
    /// </summary>
    public void NoteLate(Instant now, Duration late)
    {
        if (late * 4 >= interval)
        {
            StartAnew(now);
        }
        else
        {
            Instant heardAt = _heardAt + late;
            _heardAt = heardAt < now ? heardAt : _heardAt > now ? _heardAt : now;
        }
    }

    private void StartAnew(Instant now)
    {
        _heardAt = now > _heardAt ? now : _heardAt;
        _mustResume = true;
    }
}
