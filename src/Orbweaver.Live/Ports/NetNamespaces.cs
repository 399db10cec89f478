using Orbweaver.Live.Interop;

namespace Orbweaver.Live;

/// <summary>Network namespaces by name, as 'ip netns' keeps them.</summary>
public static class NetNamespaces
{
    private const string Folder = "/run/netns/";

    /// <summary>
    /// Moves the calling thread, and no other, to a namespace. For a thread that ends with its work: nothing
    /// else must ever run on it.
    /// </summary>
    public static bool TryEnter(string name, out string error)
    {
        int space = PollNative.OpenToRead(Folder + name);
        if (space < 0)
        {
            error = $"the network namespace '{name}' cannot be opened: {Errno.Words(Errno.Last)}";
            return false;
        }
        bool isIn = TunNative.EnterNamespace(space);
        error = isIn ? "" : $"the namespace '{name}' cannot be entered: {Errno.Words(Errno.Last)}";
        _ = PollNative.Close(space);
        return isIn;
    }
}
