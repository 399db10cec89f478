using System;
using System.IO;
using Orbweaver.Console.Access;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>One network that is up with its console, for all tests that only ask it.</summary>
public sealed class ConsoleFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owcon").FullName;
    private readonly UpNetwork _up;

    public ConsoleFixture()
    {
        _up = new UpNetwork("--http", "0", "--history", Path.Combine(_folder, "history"));
        Admin = ApiClient.SignIn(_up.Ask("token").Trim());
        DateTime until = DateTime.UtcNow.AddSeconds(60);
        // The first look comes at once.
        while (Admin.Get("about").GetProperty("now").GetString() is null && DateTime.UtcNow < until)
        {
            System.Threading.Thread.Yield();
        }
    }

    internal ApiClient Admin { get; }

    internal UpNetwork Up => _up;

    /// <summary>Somebody else, who may do what a role may.</summary>
    internal ApiClient SignIn(Role role)
        => ApiClient.SignIn(_up.Ask("token", "--role", Roles.NameOf(role)).Trim());

    /// <summary>Somebody who has not signed in.</summary>
    internal ApiClient Stranger() => new(Admin.Root.GetLeftPart(UriPartial.Authority));

    public void Dispose()
    {
        Admin.Dispose();
        _up.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Tests that share it, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleGroup : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
