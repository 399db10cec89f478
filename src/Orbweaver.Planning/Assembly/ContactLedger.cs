using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Gives contacts their numbers while epochs go by: ascending by first epoch, then by the nodes and terminals
/// of the ends. A contact is a maximal run of epochs of one pair of terminals.
/// </summary>
internal sealed class ContactLedger
{
    private readonly RunTracker _runs = new();
    private readonly List<PlannedLink> _firstLinks = [];

    /// <summary>
    /// Takes an epoch's links and returns them as the plan holds them, ascending by contact index.
    /// </summary>
    public EpochLink[] Add(int epoch, List<PlannedLink> links)
    {
        var result = new EpochLink[links.Count];
        var fresh = new List<PlannedLink>();
        int count = 0;
        foreach (PlannedLink link in links)
        {
            if (_runs.TryContinue(new TerminalPair(link.A, link.B), epoch, out int run))
            {
                result[count++] = Link(run, link);
            }
            else
            {
                fresh.Add(link);
            }
        }
        fresh.Sort();
        foreach (PlannedLink link in fresh)
        {
            result[count++] = Link(_runs.Begin(new TerminalPair(link.A, link.B), epoch), link);
            _firstLinks.Add(link);
        }
        System.Array.Sort(result, static (a, b) => a.ContactIndex.CompareTo(b.ContactIndex));
        return result;
    }

    /// <summary>All contacts; call when all epochs are in.</summary>
    public Contact[] Contacts()
    {
        var contacts = new Contact[_firstLinks.Count];
        for (int i = 0; i < contacts.Length; i++)
        {
            PlannedLink link = _firstLinks[i];
            (int firstEpoch, int lastEpoch) = _runs.Runs[i];
            contacts[i] = new Contact(
                i, link.Kind, link.A, link.B, firstEpoch, lastEpoch,
                link.Opens, link.RateAToB, link.RateBToA);
        }
        return contacts;
    }

    private static EpochLink Link(int run, in PlannedLink link) => new(
        run, link.A.Node, link.B.Node, link.Delays.StartNs, link.Delays.MiddleNs, link.Delays.EndNs);
}
