using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>
/// Ephemeris messages of the objects of a file of elements. A message is of one object (CCSDS 502.0-B-3,
/// section 5.1), so several go into a folder, each by its catalogue number.
/// </summary>
internal sealed class OemFiles(
    ProgramHost host, bool isEarthFixed, Instant first, Duration step, long count)
{
    /// <summary>States of one message: a day by 10 ms.</summary>
    private const long StatesMax = 10_000_000;

    /// <summary>Writes them all, to a file, a folder or the standard output.</summary>
    public void Write(IReadOnlyList<ElementSet> sets, string target, string elements)
    {
        if (count is < 2 or > StatesMax)
        {
            throw BadInputException.Of(
                "--format", $"an ephemeris of {count} states cannot be written",
                $"Give 2 to {StatesMax} moments by --to and --step, such as --to +1d --step 60s");
        }
        if (sets.Count == 1)
        {
            CommonOptions.WriteResult(
                target, host, writer => WriteOne(writer, sets[0]), ("--elements", elements));
        }
        else if (target is "-")
        {
            throw BadInputException.Of(
                "--out", $"a message holds one object, and there are {sets.Count}", "Name a folder for them");
        }
        else
        {
            OutputFolder folder = OutputFolder.Open(CommonOptions.FullPath(target, host));
            HashSet<string> taken = [];
            foreach (ElementSet set in sets)
            {
                string number = set.CatalogueNumber.ToString(CultureInfo.InvariantCulture);
                string name = number;
                // A catalogue may have several sets of one object.
                for (int i = 2; !taken.Add(name); i++)
                {
                    name = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}");
                }
                folder.WriteText($"{name}.oem", writer => WriteOne(writer, set));
            }
        }
    }

    // A moment without a state ends a segment: nothing is interpolated across it.
    private void WriteOne(TextWriter to, ElementSet set)
    {
        Sgp4Ephemeris ephemeris = new(set);
        OemWriter writer = new(to, Findings.Printable(set.Name), set.ObjectId, isEarthFixed);
        writer.WriteHeader("ORBWEAVER", host.Clock());
        List<EphemerisState> run = [];
        bool hasFailed = false;
        for (long i = 0; i < count; i++)
        {
            host.Interrupt.ThrowIfCancellationRequested();
            Instant t = first + (step * i);
            if (ephemeris.TryPropagate(t, out TemeState state, out PropagationError error))
            {
                run.Add(new EphemerisState(t, state));
                continue;
            }
            PositionsCommand.NoState(host, set, Utc.Format(t), error, ref hasFailed);
            End();
        }
        End();

        void End()
        {
            if (run.Count > 0)
            {
                writer.WriteSegment(run);
            }
            run.Clear();
        }
    }
}
