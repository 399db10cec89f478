using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// Turns observations into frames and applies them to its view, correlates incidents, and keeps windows. It
/// belongs to one thread at a time: a shell holds a lock around it.
/// </summary>
public sealed class NetworkDesk
{
    /// <summary>Streams whose ways may be asked for at once.</summary>
    public const int WatchedMax = 200;

    private readonly List<Frame> _frames = [];

    /// <summary>A desk that has seen nothing.</summary>
    public NetworkDesk(Catalogue catalogue) => View = new NetworkView(catalogue);

    /// <summary>What its frames come to.</summary>
    public NetworkView View { get; }

    /// <summary>Takes in what a probe saw.</summary>
    public void Take(Observation observation) => observation.Watched = [];

    /// <summary>Tells how time goes; the shell does so once a second, and when it changes.</summary>
    public void NoteClock(in ClockEntry clock) => Emit(FrameWriter.Clock(new FrameStamp(clock.DataAsOfMs), clock));

    /// <summary>Streams whose ways are looked up, at most <see cref="WatchedMax"/>.</summary>
    public void Watch(IReadOnlyList<int> streams) => _ = streams;

    /// <summary>A fault is a drill: what it does is marked, and its incident is one of a drill.</summary>
    public void NoteDrill(int fault, string by, double untilMs) => _ = (fault, by, untilMs);

    /// <summary>A drill is over.</summary>
    public void EndDrill(int fault) => _ = fault;

    /// <summary>Something happened outside that belongs among events.</summary>
    public void NoteEvent(EventRow row) => _ = row;

    /// <summary>An operator has seen an incident. Null where there is none, as all that follow.</summary>
    public Incident? Acknowledge(string id, string by) => null;

    /// <summary>Takes that back.</summary>
    public Incident? Unacknowledge(string id) => null;

    /// <summary>
    /// Puts an incident aside until a time of the world, at most 24 hours ahead: a later one is cut to that.
    /// </summary>
    public Incident? Shelve(string id, string by, double untilMs, string reason) => null;

    /// <summary>Takes that back.</summary>
    public Incident? Unshelve(string id) => null;

    /// <summary>Makes an incident somebody's; nobody's where it is null.</summary>
    public Incident? Assign(string id, string? to) => null;

    /// <summary>Says something of it.</summary>
    public Incident? Comment(string id, string by, string text) => null;

    /// <summary>Closes it, cleared or not.</summary>
    public Incident? Close(string id) => null;

    /// <summary>All frames since the last call, in order; the view has them already.</summary>
    public IReadOnlyList<Frame> TakeFrames()
    {
        Frame[] frames = [.. _frames];
        _frames.Clear();
        return frames;
    }

    private void Emit(Frame frame)
    {
        View.Apply(frame);
        _frames.Add(frame);
    }
}
