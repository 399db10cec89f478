using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Reports;

/// <summary>What was answered to the contracts from one node to another, for an explanation.</summary>
internal static class PairContracts
{
    // As many as are read; the others are in the JSON.
    private const int LinesMax = 20;

    /// <summary>Every contract from <paramref name="a"/> to <paramref name="b"/>, in order.</summary>
    public static IReadOnlyList<PairContract> Find(
        IReadOnlyList<Contract> contracts, AdmissionReport admission, NodeId a, NodeId b)
    {
        List<PairContract> found = [];
        foreach (Contract contract in contracts)
        {
            foreach (NodeId subscriber in contract.Subscribers)
            {
                if (contract.Publisher == a && subscriber == b)
                {
                    ContractAdmission all = admission.Contracts[contract.Index];
                    found.Add(new PairContract(contract.Name, all, all.To(b)));
                }
            }
        }
        return found;
    }

    /// <summary>Prints them, one line each; nothing when there are none.</summary>
    public static void Write(IReadOnlyList<PairContract> contracts, TextWriter to)
    {
        for (int i = 0; i < contracts.Count && i < LinesMax; i++)
        {
            (string name, ContractAdmission all, SubscriberAdmission one) = contracts[i];
            string reason = one.Reason.Length > 0 ? $": {one.Reason}" : "";
            to.WriteLine($"contract {name}: {ReportJson.VerdictWord(one.Verdict)}{reason}");
            if (all.Verdict == AdmissionVerdict.Impossible && one.Verdict != AdmissionVerdict.Impossible)
            {
                to.WriteLine($"  - refused for another subscriber: {all.Reason}");
            }
        }
        if (contracts.Count > LinesMax)
        {
            to.WriteLine($"... and {contracts.Count - LinesMax} more contracts, all of them with --json");
        }
    }

    /// <summary>Writes them as the field <c>contracts</c>.</summary>
    public static void Write(IReadOnlyList<PairContract> contracts, Utf8JsonWriter json)
    {
        json.WriteStartArray("contracts");
        foreach ((string name, ContractAdmission all, SubscriberAdmission one) in contracts)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("refused", all.Verdict == AdmissionVerdict.Impossible);
            json.WriteString("verdict", ReportJson.VerdictWord(one.Verdict));
            json.WriteOptional("reason", one.Reason.Length > 0 ? one.Reason : null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

/// <summary>A contract, its answer, and the answer for one subscriber.</summary>
internal sealed record PairContract(string Name, ContractAdmission All, SubscriberAdmission One);
