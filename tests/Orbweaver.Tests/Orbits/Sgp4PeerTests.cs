using System.IO;
using System.Threading;
using Orbweaver.Bench;
using Orbweaver.Bench.Orbits;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// A sample of the catalogue against python-sgp4, near the Earth and in deep space; benchmark sgp4-accuracy
/// asks for all of it.
/// </summary>
public sealed class Sgp4PeerTests
{
    [Fact]
    public void A_sample_of_the_catalogue_agrees_with_an_independent_program()
    {
        string file = TestData.Require(Sgp4Accuracy.Catalogue);
        string[] arguments = Sgp4Accuracy.Arguments(file, stride: 19);
        PeerResult? peer = Peers.Run(
            Path.Combine(Repo.Root, "bench/peers"), Sgp4Accuracy.Script, arguments, CancellationToken.None,
            out string? why);
        if (peer is null)
        {
            Assert.Skip($"no independent program to compare with: {why}");
        }
        Sgp4Accuracy.Result result = Sgp4Accuracy.Compare(
            peer, ElementsReader.Read("active", File.ReadAllText(file), skipBad: false).Sets);
        TestContext.Current.SendDiagnosticMessage("python-sgp4: {0}", result);
        Assert.Equal(847 * 7, result.States);
        Assert.Equal(0, result.OtherErrors);
        Assert.InRange(result.NearKm, 1e-15, Sgp4Accuracy.NearLimitKm);
        Assert.InRange(result.DeepKm, 1e-15, Sgp4Accuracy.DeepLimitKm);
    }
}
