using System;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Which link of an epoch a terminal carries: tables by node and terminal, as there are tens of thousands of
/// links in each of thousands of epochs. Terminals are those of the lower end, and carry one link each.
/// </summary>
internal sealed class TerminalPlaces
{
    private readonly (int Round, int Place)[][][] _places =
        [[], [], []];
    private int _round;

    /// <summary>Forgets the last epoch and takes the links of the next.</summary>
    public void Begin(ReadOnlySpan<PlannedLink> links)
    {
        _round++;
        for (int i = 0; i < links.Length; i++)
        {
            ref (int Round, int Place) entry = ref Entry(links[i].Kind, links[i].A);
            Check.That(entry.Round != _round);
            entry = (_round, i);
        }
    }

    /// <summary>The place of the terminal's link; below zero when it carries none.</summary>
    public int Find(ContactKind kind, TerminalRef terminal)
    {
        (int round, int place) = Entry(kind, terminal);
        return round == _round ? place : -1;
    }

    private ref (int Round, int Place) Entry(ContactKind kind, TerminalRef terminal)
    {
        ref (int, int)[][] nodes = ref _places[(int)kind];
        if (nodes.Length <= terminal.Node.Value)
        {
            int old = nodes.Length;
            Array.Resize(ref nodes, Math.Max(terminal.Node.Value + 1, old * 2));
            nodes.AsSpan(old).Fill([]);
        }
        ref (int, int)[] terminals = ref nodes[terminal.Node.Value];
        if (terminals.Length <= terminal.Terminal)
        {
            Array.Resize(ref terminals, Math.Max(terminal.Terminal + 1, terminals.Length * 2));
        }
        return ref terminals[terminal.Terminal];
    }
}
