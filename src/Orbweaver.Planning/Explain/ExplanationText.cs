using System.Globalization;
using System.Text;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>An explanation as lines for people.</summary>
public static class ExplanationText
{
    /// <summary>Several lines, each ended by a line feed.</summary>
    public static string Render(Explanation explanation, Plan plan)
    {
        var text = new StringBuilder();
        string a = plan.Nodes[explanation.A.Value].Name;
        string b = plan.Nodes[explanation.B.Value].Name;
        text.Append(
            CultureInfo.InvariantCulture, $"{a} -> {b} at {explanation.At}, epoch {explanation.Epoch}");
        text.Append(explanation.At == explanation.Asked ? "\n"
            : $" (asked for {explanation.Asked}, outside the plan)\n");
        AddLink(text, explanation.Link, plan, "");
        AddPath(text, explanation.Path, plan);
        return text.ToString();
    }

    private static void AddLink(StringBuilder text, LinkExplanation link, Plan plan, string indent)
    {
        if (link.InForce is { } inForce)
        {
            Contact contact = inForce.Contact;
            string ab = $"{plan.Nodes[contact.A.Node.Value].Name} terminal {contact.A.Terminal} to "
                + $"{plan.Nodes[contact.B.Node.Value].Name} terminal {contact.B.Terminal}";
            string rates = contact.RateAToB == contact.RateBToA
                ? contact.RateAToB.ToString()
                : $"{contact.RateAToB} there, {contact.RateBToA} back";
            text.Append(
                CultureInfo.InvariantCulture, $"{indent}link: in force, contact {contact.Index}, {ab}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}  {Figures.Km(inForce.Range.Metres)}, {inForce.Delay}, {rates}, ");
            text.Append(CultureInfo.InvariantCulture, $"since {inForce.Since} until {inForce.Until}\n");
            return;
        }
        text.Append(CultureInfo.InvariantCulture, $"{indent}link: none\n");
        foreach (Obstacle obstacle in link.Obstacles)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}  - {obstacle.Text}\n");
        }
    }

    private static void AddPath(StringBuilder text, PathExplanation path, Plan plan)
    {
        if (path.Total is { } total)
        {
            string hops = path.Hops.Count == 1 ? "hop" : "hops";
            text.Append(
                CultureInfo.InvariantCulture, $"path: {path.Hops.Count} {hops}, {Figures.Of(total)}");
            if (path.Floor is { Nanoseconds: > 0 } floor)
            {
                double stretch = (double)total.Nanoseconds / floor.Nanoseconds;
                text.Append(
                    CultureInfo.InvariantCulture, $" (floor {Figures.Of(floor)}, {stretch:0.00} times that)");
            }
            text.Append('\n');
            foreach (PathHop hop in path.Hops)
            {
                string from = plan.Nodes[hop.From.Value].Name;
                string to = plan.Nodes[hop.To.Value].Name;
                text.Append(
                    CultureInfo.InvariantCulture, $"  {from} -> {to}: {hop.Kind}, {Figures.Of(hop.Delay)}\n");
            }
            return;
        }
        text.Append(CultureInfo.InvariantCulture, $"path: none: {path.WhyNone}\n");
        if (path.Gap is { } gap)
        {
            string from = plan.Nodes[gap.From.Value].Name;
            string to = plan.Nodes[gap.To.Value].Name;
            text.Append(
                CultureInfo.InvariantCulture,
                $"  nearest gap: {from} to {to}, {Figures.Km(gap.Range.Metres)}\n");
            AddLink(text, gap.Link, plan, "  ");
        }
    }
}
