using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orbweaver.Model;

/// <summary>
/// Assertions about our own code. Always on, also in release: a broken invariant stops the run.
/// </summary>
public static class Check
{
    /// <summary>Throws <see cref="InvariantException"/> unless <paramref name="condition"/> holds.</summary>
    public static void That(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            Fail(what);
        }
    }

    [DoesNotReturn]
    private static void Fail(string what) => throw new InvariantException($"Invariant broken: {what}.");
}

/// <summary>A defect of this program, never of its input.</summary>
public sealed class InvariantException(string message) : System.Exception(message);
