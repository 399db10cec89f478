using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class TenantQueuesTests
{
    [Fact]
    public void Backlogged_tenants_are_served_within_a_quantum_and_a_packet_of_each_other()
        => Seeds.Hold(dice =>
        {
            TenantQueues queues = new();
            int tenants = dice.Between(2, 5);
            int[] sizes =
            [
                .. Enumerable.Range(0, tenants).Select(_ => dice.Between(81, Packet.MeshMtuBytes)),
            ];
            long[] served = new long[tenants];
            int order = 0;
            for (int i = 0; i < 20; i++)
            {
                for (int tenant = 0; tenant < tenants; tenant++)
                {
                    Add(tenant);
                }
            }
            for (int i = 0; i < 400; i++)
            {
                (Packet packet, int tenant) = queues.First();
                queues.Charge(tenant, packet.SizeBytes);
                queues.Remove(packet, tenant);
                served[tenant] += packet.SizeBytes;
                Add(tenant);
                Assert.InRange(served.Max() - served.Min(), 0, 2 * Packet.MeshMtuBytes);
            }

            void Add(int tenant)
            {
                // Some sources have packets of one size, some of any.
                int size = dice.Below(2) == 0 ? sizes[tenant] : dice.Between(81, Packet.MeshMtuBytes);
                queues.Add(new Packet { SizeBytes = size, QueueOrder = order++ }, tenant);
            }
        });

    [Fact]
    public void Two_backlogged_tenants_stay_even_while_others_come_and_go()
        => Seeds.Hold(dice =>
        {
            TenantQueues queues = new();
            long[] served = new long[6];
            int order = 0;
            for (int i = 0; i < 1_000; i++)
            {
                Add(0);
                Add(1);
                if (dice.Below(2) == 0)
                {
                    Add(dice.Between(2, 5));
                }
                (Packet packet, int tenant) = queues.First();
                queues.Charge(tenant, packet.SizeBytes);
                queues.Remove(packet, tenant);
                served[tenant] += packet.SizeBytes;
                Assert.InRange(served[0] - served[1], -2 * Packet.MeshMtuBytes, 2 * Packet.MeshMtuBytes);
            }

            void Add(int tenant)
            {
                int size = dice.Between(81, Packet.MeshMtuBytes);
                queues.Add(new Packet { SizeBytes = size, QueueOrder = order++ }, tenant);
            }
        });

    [Fact]
    public void Whoever_comes_and_goes_nobody_starves_and_nothing_is_lost()
        => Seeds.Hold(dice =>
        {
            TenantQueues queues = new();
            List<(Packet Packet, int Tenant)> held = [];
            // A tenant that always has something waits at most a turn of each of the others.
            int waited = 0;
            for (int i = 0; i < 500; i++)
            {
                Add(0);
                for (int n = dice.Below(4); n > 0; n--)
                {
                    Add(dice.Between(1, 4));
                }
                if (dice.Below(3) == 0)
                {
                    (Packet Packet, int Tenant) any = held[dice.Below(held.Count)];
                    queues.Remove(any.Packet, any.Tenant);
                    held.Remove(any);
                }
                for (int n = dice.Below(3); n > 0 && held.Count > 0; n--)
                {
                    (Packet packet, int tenant) = queues.First();
                    queues.Charge(tenant, packet.SizeBytes);
                    queues.Remove(packet, tenant);
                    Assert.True(held.Remove((packet, tenant)));
                    waited = tenant == 0 || held.All(h => h.Tenant != 0) ? 0 : waited + packet.SizeBytes;
                    Assert.True(waited <= 4 * 2 * Packet.MeshMtuBytes);
                }
                Assert.Equal(held.Count, queues.Count);
                if (held.Count > 0)
                {
                    (Packet victim, int of) = queues.Victim();
                    long most = held.GroupBy(h => h.Tenant).Max(g => g.Sum(h => (long)h.Packet.SizeBytes));
                    Assert.Contains((victim, of), held);
                    Assert.Equal(most, held.Where(h => h.Tenant == of).Sum(h => (long)h.Packet.SizeBytes));
                }
            }

            void Add(int tenant)
            {
                int size = dice.Between(81, Packet.MeshMtuBytes);
                Packet packet = new() { SizeBytes = size, QueueOrder = held.Count };
                held.Add((packet, tenant));
                queues.Add(packet, tenant);
            }
        });
}
