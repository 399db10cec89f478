using System;
using System.Text;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>
/// Whatever is done to a scenario's text, the answer is a finding or a plan: never a defect.
/// </summary>
public sealed class ScenarioFuzzTests
{
    private const string Letters = ":-{}[]#&*!|>'\"%@`,?~\n \t0aN./=\u0000\u00e9\u2028";

    [Fact]
    public void Damaged_text_never_breaks_the_reader()
    {
        using Shell shell = new();
        Prng dice = new Prng(20260811).Fork("scenario-fuzz");
        for (int i = 0; i < 1_500; i++)
        {
            StringBuilder text = new(Shell.Good);
            for (long changes = dice.NextBetween(1, 4); changes > 0; changes--)
            {
                Damage(text, dice);
            }
            shell.Write("s.yaml", text.ToString());
            Shell.Result result = shell.Run(
                "plan", "s.yaml", "--out", "p", "--quiet", "--set", "duration=15s");
            Assert.True(result.Code is 0 or 2, $"exit {result.Code} for\n{text}\n{result.Err}");
        }
    }

    private static void Damage(StringBuilder text, Prng dice)
    {
        int place = (int)dice.NextBelow(text.Length);
        int length = (int)Math.Min(dice.NextBetween(1, 12), text.Length - place);
        switch (dice.NextBelow(3))
        {
            case 0:
                text.Remove(place, length);
                break;
            case 1:
                text.Insert(place, Letters[(int)dice.NextBelow(Letters.Length)]);
                break;
            default:
                text.Insert(place, text.ToString((int)dice.NextBelow(text.Length - length), length));
                break;
        }
    }
}
