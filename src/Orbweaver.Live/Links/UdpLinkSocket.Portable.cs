using System;
using System.Net.Sockets;

namespace Orbweaver.Live.Links;

/// <summary>The slow way, which every system has: a call a datagram.</summary>
public sealed partial class UdpLinkSocket
{
    private UdpSendResult SendEach(int peer, ReadOnlySpan<byte> datagrams, int segmentBytes)
    {
        while (!datagrams.IsEmpty)
        {
            int bytes = Math.Min(segmentBytes, datagrams.Length);
            try
            {
                _socket.SendTo(datagrams[..bytes], SocketFlags.None, _peers[peer].Portable);
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode switch
                {
                    SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => UdpSendResult.WouldBlock,
                    SocketError.MessageSize => UdpSendResult.TooLarge,
                    _ => UdpSendResult.Failed,
                };
            }
            datagrams = datagrams[bytes..];
        }
        return UdpSendResult.Sent;
    }

    private UdpReceipt ReceiveOne(Span<byte> buffer)
    {
        // Asking first is cheaper than an exception for every end of what is there.
        for (int i = 0; i < EmptyMax && _socket.Poll(0, SelectMode.SelectRead); i++)
        {
            try
            {
                int bytes = _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
                if (bytes > 0)
                {
                    UdpAddress from = UdpAddress.FromNative(_from.Buffer.Span);
                    return new UdpReceipt(bytes, bytes, PeerOf(from), from);
                }
            }
            catch (SocketException)
            {
                // What an earlier send has left behind says nothing of what is there now.
            }
        }
        return default;
    }
}
