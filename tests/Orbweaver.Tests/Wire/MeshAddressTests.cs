using System.Net;
using Orbweaver.Model;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.Tests.Wire;

public sealed class MeshAddressTests
{
    [Fact]
    public void A_node_has_its_number_in_the_third_group()
    {
        byte[] bytes = new byte[MeshAddress.Bytes];

        MeshAddress.Write(new NodeId(0x1e7), 0xd046, bytes);

        Assert.Equal("fcbb:bb00:1e7:d046::", new IPAddress(bytes).ToString());
        Assert.True(MeshAddress.TryReadNode(bytes, out NodeId node));
        Assert.Equal(0x1e7, node.Value);
    }

    [Fact]
    public void Addresses_outside_the_block_are_nobody()
    {
        Assert.False(MeshAddress.TryReadNode(IPAddress.IPv6Loopback.GetAddressBytes(), out _));
        Assert.False(MeshAddress.TryReadNode([0xfc, 0xbb, 0xbb, 0x00], out _));
        Assert.True(MeshAddress.NodesMax > 10_858);
    }
}
