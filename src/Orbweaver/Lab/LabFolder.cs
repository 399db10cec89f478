using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Live.Interop;
using Orbweaver.Scenarios;

namespace Orbweaver.Lab;

/// <summary>Where the files of one lab are: a folder that only its user can open.</summary>
internal sealed class LabFolder
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private LabFolder(string root, string name)
    {
        Name = name;
        Path = System.IO.Path.Combine(root, name);
    }

    /// <summary>The name of the lab.</summary>
    public string Name { get; }

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>What the names of its namespaces begin with: no other lab's do.</summary>
    public string Prefix => $"ow{Name}.";

    /// <summary>The namespace that joins the hosts.</summary>
    public string Switch => $"{Prefix}switch.";

    /// <summary>Whether there is such a folder.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>The key of its network.</summary>
    public string KeyFile => At("network.key");

    /// <summary>The namespace of a host.</summary>
    public string NamespaceOf(LabHost host) => Prefix + host.Name;

    /// <summary>The configuration of a host.</summary>
    public string ConfigOf(LabHost host) => At($"{host.Name}.yaml");

    /// <summary>What a host says.</summary>
    public string LogOf(LabHost host) => At($"{host.Name}.log");

    /// <summary>Where a host takes commands.</summary>
    public string ControlOf(LabHost host) => At($"{host.Name}.sock");

    /// <summary>What survives a host's restart.</summary>
    public string StateOf(LabHost host) => At($"{host.Name}.state");

    /// <summary>The folder of a lab of this user.</summary>
    public static LabFolder Of(string name) => new(Root, name);

    /// <summary>All labs of this user that there are.</summary>
    public static IReadOnlyList<LabFolder> All()
        => Directory.Exists(Root)
            ? [.. Directory.GetDirectories(Root)
                .Select(d => new LabFolder(Root, System.IO.Path.GetFileName(d)))
                .Where(f => LabSpec.IsName(f.Name))]
            : [];

    /// <summary>Makes the folder; nobody else may have made it.</summary>
    public void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Directory.CreateDirectory(Root, OwnerOnly);
        if (FileNative.OwnerOf(Root) != FileNative.User || File.GetUnixFileMode(Root) != OwnerOnly)
        {
            throw BadInputException.Of(
                "lab", $"'{Root}' belongs to somebody else, or others may use it",
                "Remove it, or see who made it");
        }
        Directory.CreateDirectory(Path, OwnerOnly);
    }

    /// <summary>Removes the folder, and the one around it when it is the last.</summary>
    public void Remove()
    {
        if (Exists)
        {
            Directory.Delete(Path, recursive: true);
        }
        if (Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any())
        {
            Directory.Delete(Root);
        }
    }

    private static string Root
        => System.IO.Path.Combine("/tmp", $"orbweaver-lab-{Environment.UserName}");

    private string At(string file) => System.IO.Path.Combine(Path, file);
}
