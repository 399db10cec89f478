using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// A node that dies between two effects of one step: some of what it decided has happened, the rest never
// will. Whatever must survive a restart is put to the test at every such boundary.
public sealed partial class TwinWorld
{
    private const int NoCrash = -1;

    private readonly List<ActiveHit> _armedCrashes = [];

    // It waits for a step that is long enough; a crash that found none by its end never was.
    private void ArmCrash(ActiveHit hit, bool isOn)
    {
        if (isOn)
        {
            _nodeHealth[hit.Node!.Value.Node.Value] ??= new NodeHealth();
            _armedCrashes.Add(hit);
        }
        else if (!_armedCrashes.Remove(hit))
        {
            ApplyToNode(hit.Node!.Value, hit.Fault, isOn: false);
        }
    }

    private ActiveHit? CrashOf(int node, int effects)
        => _armedCrashes.Find(h => h.Node!.Value is var hit
            && hit.Node.Value == node && hit.AfterEffects < effects);

    private int EffectsBeforeCrash(int node, int effects)
        => _armedCrashes.Count == 0 ? NoCrash
            : CrashOf(node, effects)?.Node!.Value.AfterEffects ?? NoCrash;

    private void Crash(int node, int effects, ReadOnlySpan<NodeEffect> rest)
    {
        ActiveHit hit = CrashOf(node, effects)!;
        _armedCrashes.Remove(hit);
        Trace(3, (ulong)node);
        foreach (ref readonly NodeEffect effect in rest)
        {
            switch (effect.Kind)
            {
                case NodeEffectKind.SendFrame:
                case NodeEffectKind.Deliver:
                case NodeEffectKind.Drop:
                    // The node has given it away, and nobody has taken it.
                    LoseHeld(effect.Packet!, new NodeId(node), hit.Fault);
                    break;
                // Reports: what there is more of is lost with the node, or was in one of the effects.
                case NodeEffectKind.Copy:
                    AddCopy(effect.Packet!, effect.Of!, effect.Targets);
                    break;
                case NodeEffectKind.Split:
                    AddPart(effect.Packet!, effect.Of!);
                    break;
                case NodeEffectKind.Originate:
                    Originate(effect.Packet!, new NodeId(node));
                    break;
                case NodeEffectKind.Release:
                    EndPacket(effect.Packet!, new NodeId(node), PacketEnd.Released);
                    break;
                case NodeEffectKind.Refuse:
                    _tally.Refuse(hit.Fault);
                    RefuseMessage(effect.HostTag, DropReason.NodeLost);
                    break;
                default:
                    break;
            }
        }
        ApplyToNode(hit.Node!.Value, hit.Fault, isOn: true);
    }

    private void LoseHeld(Packet packet, NodeId at, int fault)
    {
        _tally.LosePacket(fault);
        _timeline.NotePacketLost(_now);
        TellFrameLost(packet, DropReason.NodeLost);
        EndPacket(packet, at, PacketEnd.Dropped, DropReason.NodeLost);
    }
}
