using System;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Orbweaver.Console.Http;

/// <summary>
/// Keeps pages of elsewhere out. A page whose name was made to point to this machine says its own name as the
/// host, and one that only sends requests here says its origin: neither is served.
/// </summary>
internal sealed class Guard(IPAddress listensAt, string machineName)
{
    private readonly bool _isOpen = !IPAddress.IsLoopback(listensAt);

    /// <summary>What the answer lets a browser do: nothing but this page's own.</summary>
    public static void Mark(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            + "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), usb=()";
    }

    /// <summary>
    /// Whether a request was meant for here. An address cannot be another's name; a name must be one of this
    /// machine. The port is whatever it was forwarded from.
    /// </summary>
    public bool IsForHere(HttpRequest request)
    {
        string host = request.Host.Host.Trim('[', ']');
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return _isOpen || IPAddress.IsLoopback(address);
        }
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (_isOpen && string.Equals(host, machineName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a request comes from this page, or from no page at all.</summary>
    public static bool IsFromHere(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            bool isUrl = Uri.TryCreate(origin, UriKind.Absolute, out Uri? from);
            return isUrl && from!.Scheme is "http" or "https"
                && string.Equals(from.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);
        }
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length == 0 || site is "same-origin" or "none";
    }

    // As a browser writes it: without the port that goes without saying.
    private static string Authority(HttpRequest request)
        => Uri.TryCreate("http://" + request.Host.Value, UriKind.Absolute, out Uri? url) ? url.Authority : "";
}
