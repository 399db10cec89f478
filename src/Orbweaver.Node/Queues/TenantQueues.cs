using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// What may be dropped at priority 0-1, and all excess: tenants share it by deficit round robin (Shreedhar and
/// Varghese 1995), so that what one offers never costs another more than his turn.
/// </summary>
internal sealed class TenantQueues
{
    private const int QuantumBytes = Packet.MeshMtuBytes;

    private readonly Dictionary<int, Tenant> _tenants = [];

    // Whose turn it is, then the others in the order of their turns. A tenant that comes back starts at the
    // end: if it kept a place, one that drains and refills would always be next.
    private readonly List<Tenant> _active = [];

    /// <summary>Packets held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a packet of a tenant.</summary>
    public void Add(Packet packet, int tenantIndex)
    {
        if (!_tenants.TryGetValue(tenantIndex, out Tenant? tenant))
        {
            tenant = new Tenant(tenantIndex);
            _tenants.Add(tenantIndex, tenant);
        }
        if (tenant.Heap.Count == 0)
        {
            tenant.DeficitBytes = 0;
            _active.Add(tenant);
        }
        tenant.Heap.Add(packet);
        Count++;
    }

    /// <summary>Takes a packet out, wherever it stands.</summary>
    public void Remove(Packet packet, int tenantIndex)
    {
        Tenant tenant = _tenants[tenantIndex];
        tenant.Heap.Remove(packet);
        Count--;
        if (tenant.Heap.Count == 0)
        {
            Retire(tenant);
        }
    }

    /// <summary>The packet whose turn it is; stays where it is. There must be one.</summary>
    public (Packet Packet, int TenantIndex) First()
    {
        // Each turn adds a quantum that no packet exceeds, so this ends within one round and one step.
        while (true)
        {
            Tenant tenant = _active[0];
            if (tenant.DeficitBytes >= tenant.Heap.First.SizeBytes)
            {
                return (tenant.Heap.First, tenant.Index);
            }
            _active.RemoveAt(0);
            _active.Add(tenant);
            StartTurn();
        }
    }

    /// <summary>Charges the tenant whose packet was sent.</summary>
    public void Charge(int tenantIndex, int bytes) => _tenants[tenantIndex].DeficitBytes -= bytes;

    /// <summary>Whom to take from when room is needed: the tenant that holds most, and of his a late one.</summary>
    public (Packet Packet, int TenantIndex) Victim()
    {
        Tenant most = _active[0];
        foreach (Tenant tenant in _active)
        {
            if (tenant.Heap.Bytes > most.Heap.Bytes
                || (tenant.Heap.Bytes == most.Heap.Bytes && tenant.Index < most.Index))
            {
                most = tenant;
            }
        }
        return (most.Heap.Leaf, most.Index);
    }

    private void Retire(Tenant tenant)
    {
        bool isItsTurn = ReferenceEquals(_active[0], tenant);
        _active.Remove(tenant);
        if (isItsTurn && _active.Count > 0)
        {
            StartTurn();
        }
    }

    private void StartTurn() => _active[0].DeficitBytes += QuantumBytes;

    private sealed class Tenant(int index)
    {
        public int Index { get; } = index;

        public SlackHeap Heap { get; } = new();

        public long DeficitBytes { get; set; }
    }
}
