namespace Orbweaver.Twin;

/// <summary>Who finds that nothing comes over a link any more.</summary>
public enum DetectionMode : byte
{
    /// <summary>
    /// The world says when the liveness protocol would have timed out at the latest; no liveness frames.
    /// </summary>
    Analytic,

    /// <summary>The nodes, by liveness frames of their own; the world speaks of light alone.</summary>
    Real,
}
