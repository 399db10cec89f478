using System.CommandLine;
using System.IO;
using System.Security.Cryptography;
using Orbweaver.Hosting;
using Orbweaver.Live.Records;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver keys</c>: makes the secrets that hosts work with, a command a kind.</summary>
internal sealed class KeysCommand(ProgramHost host)
{
    private readonly Option<string> _out = CommonOptions.Out(
        "Where the key goes: a file that only its owner may read.", "FILE", isRequired: true);

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace a key that is there. Hosts that have the old one are then cut off.",
    };

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command network = new(
            "network", "Makes the key of a network: 256 random bits, the same file for each of its hosts.");
        network.Options.Add(_out);
        network.Options.Add(_force);
        network.SetAction(RunNetwork);
        Command command = new("keys", "Makes keys. Each kind is a command of its own.");
        command.Subcommands.Add(network);
        return command;
    }

    private int RunNetwork(ParseResult parse)
    {
        string path = CommonOptions.FullPath(parse.GetValue(_out)!, host);
        byte[] bytes = RandomNumberGenerator.GetBytes(NetworkKey.Bytes);
        NetworkKey key = new(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        KeyFiles.Write(path, key.Format(), isForced: parse.GetValue(_force));
        host.Out.WriteLine($"{Path.GetFileName(path)}: network key {key.Fingerprint}");
        return ExitCodes.Kept;
    }
}
