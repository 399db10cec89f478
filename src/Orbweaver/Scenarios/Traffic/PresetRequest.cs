using System.Collections.Generic;

namespace Orbweaver.Scenarios;

/// <summary>
/// A place of the globe with its own copy of the traffic: who publishes and who subscribes.
/// </summary>
internal sealed record Theatre(IReadOnlyList<string> Publishers, IReadOnlyList<string> Subscribers);

/// <summary>What <c>traffic:</c> asks for.</summary>
/// <param name="Scale">Multiplies the number of sources.</param>
/// <param name="Rows">The rows to carry, in the order of the table.</param>
/// <param name="IsSurge">Whether the surge happens.</param>
/// <param name="Theatres">One copy of the mix for each.</param>
internal sealed record PresetRequest(
    decimal Scale, IReadOnlyList<PresetRow> Rows, bool IsSurge, IReadOnlyList<Theatre> Theatres);
