using System;
using System.Collections.Generic;
using Orbweaver.Console.Access;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>Drills that need the word of a second person.</summary>
internal sealed class ProposalOperations(ConsoleServices services)
{
    private const string Root = "/drills/proposals";

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> All()
    {
        yield return new Operation
        {
            Method = "GET",
            Path = Root,
            Role = Role.Viewer,
            Summary = "Drills that wait for a second person.",
            Answer = typeof(Page<DrillProposal>),
            Parameters = [Parameters.Limit, Parameters.Cursor],
            Do = c => ConsoleServices.PageOf(services.AsOf, services.Proposals.All(), c),
        };
        yield return Operation.Command(
            Root, Role.DrillLead,
            "Proposes a drill, which another drill lead starts; it waits for ten minutes.",
            typeof(DrillRequest), typeof(DrillProposal), Propose);
        yield return Operation.Command(
            Root + "/{id}/approve", Role.DrillLead, "Starts a drill that somebody else proposed.", null,
            typeof(FaultRow), Approve, Parameters.Number("A proposal, by number."));
        yield return Operation.Command(
            Root + "/{id}/withdraw", Role.DrillLead, "Forgets a proposal.", null, typeof(DrillProposal),
            c => Noted(c, services.Proposals.Withdraw(c.Whole("id"))),
            Parameters.Number("A proposal, by number."));
    }

    private DrillProposal Propose(Call call)
    {
        DrillRequest request = call.BodyAs<DrillRequest>();
        call.Target = request.Fields;
        DrillPreview preview = services.Operations.Preview(request);
        return preview.Refused is { } why
            ? throw new RequestProblem(409, why)
            : string.Equals(request.Confirm, preview.Confirm, StringComparison.Ordinal)
                ? services.Proposals.Propose(request, preview, call.Session!)
                : throw RequestProblem.OfField(
                    "confirm", $"must be '{preview.Confirm}', as the preview says");
    }

    private FaultRow Approve(Call call)
        => services.Proposals.Approve(call.Whole("id"), call.Session!, (proposal, request) =>
        {
            call.Target = request.Fields;
            return services.Operations.StartDrill(request, $"{proposal.By}, approved by {call.Who}");
        });

    private static DrillProposal Noted(Call call, DrillProposal proposal)
    {
        call.Target = proposal.Fields;
        return proposal;
    }
}
