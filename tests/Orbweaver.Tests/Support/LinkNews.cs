using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;

namespace Orbweaver.Tests;

/// <summary>What the nodes of a world say of their own ends of links, and when, to a resolution.</summary>
internal sealed class LinkNews
{
    /// <summary>How exactly times are known: news is seen at most this much later.</summary>
    public static readonly Duration Resolution = Duration.FromMicroseconds(200);

    private readonly SortedDictionary<(int Node, int Link), List<(Duration At, bool IsDown)>> _said = [];

    private LinkNews()
    {
    }

    public IReadOnlyCollection<(int Node, int Link)> Ends => _said.Keys;

    /// <summary>All that one node says of one link, in order.</summary>
    public List<(Duration At, bool IsDown)> Of(NodeId node, int link)
        => _said.GetValueOrDefault((node.Value, link), []);

    /// <summary>Runs a world to its end and listens.</summary>
    public static LinkNews Hear(TwinWorld world, Plan plan)
    {
        LinkNews news = new();
        MeshNode[] lives = [.. plan.Nodes.Select(n => world.NodeOf(n.Id))];
        int[] read = new int[lives.Length];
        for (Instant t = plan.Start; t < world.End; t += Resolution)
        {
            world.AdvanceTo(t);
            for (int i = 0; i < lives.Length; i++)
            {
                if (world.NodeOf(new NodeId(i)) != lives[i])
                {
                    (lives[i], read[i]) = (world.NodeOf(new NodeId(i)), 0);
                }
                for (; read[i] < lives[i].Learned.Count; read[i]++)
                {
                    news.Note(lives[i].Learned[read[i]], i, plan, t - plan.Start);
                }
            }
        }
        return news;
    }

    private void Note(Announcement a, int node, Plan plan, Duration at)
    {
        Contact contact = plan.Contacts[a.Link];
        if ((a.IsFromA ? contact.A : contact.B).Node.Value != node)
        {
            return;
        }
        if (!_said.TryGetValue((node, a.Link), out List<(Duration, bool)>? said))
        {
            _said[(node, a.Link)] = said = [];
        }
        said.Add((at, a.IsDown));
    }
}
