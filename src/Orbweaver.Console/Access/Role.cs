using System;
using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Console.Access;

/// <summary>What somebody may do. Each role may also do what those before it may.</summary>
public enum Role : byte
{
    /// <summary>Nobody has signed in: the session itself and the description of the API.</summary>
    None,

    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Handles incidents, and asks what-ifs.</summary>
    Operator,

    /// <summary>Starts and stops drills.</summary>
    DrillLead,

    /// <summary>Lets others in, and reads the audit log.</summary>
    Admin,
}

/// <summary>Roles as they are written.</summary>
public static class Roles
{
    private static readonly (Role Role, string Name, string Right)[] Names =
    [
        (Role.Viewer, "viewer", "look"),
        (Role.Operator, "operator", "operate"),
        (Role.DrillLead, "drill lead", "drill"),
        (Role.Admin, "admin", "administer"),
    ];

    /// <summary>All names, from the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>The name of a role.</summary>
    public static string NameOf(Role role)
        => Names.Where(n => n.Role == role).Select(n => n.Name).FirstOrDefault("none");

    /// <summary>
    /// What a role may do, in single words: what would change a network is not for one that is over.
    /// </summary>
    public static IReadOnlyList<string> RightsOf(Role role, bool isLive)
        =>
        [
            .. Names.Where(n => n.Role <= role && (isLive || n.Role is not (Role.Operator or Role.DrillLead)))
                .Select(n => n.Right),
        ];

    /// <summary>Reads a role.</summary>
    public static bool TryParse(string text, out Role role)
    {
        foreach ((Role its, string name, _) in Names)
        {
            if (string.Equals(name, text, StringComparison.Ordinal))
            {
                role = its;
                return true;
            }
        }
        role = Role.None;
        return false;
    }
}
