using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Orbweaver.Console.Http;

/// <summary>
/// The files of the page. They are known by name from the start, so no path of a request ever reaches the
/// disk. Where there are none, the root says how to make them.
/// </summary>
internal sealed class PageFiles
{
    private const string Index = "/index.html";

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".webmanifest"] = "application/manifest+json",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Name, string Suffix)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    private readonly FrozenDictionary<string, string> _files;

    /// <summary>The files of a folder, which may be missing.</summary>
    public PageFiles(string? folder)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        if (folder is not null && Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                files["/" + Path.GetRelativePath(folder, path).Replace('\\', '/')] = path;
            }
        }
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Whether there is a page.</summary>
    public bool HasPage => _files.ContainsKey(Index);

    /// <summary>Answers a request for the page or one of its files; false where there is none.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "/";
        if (!HasPage)
        {
            return path is "/" or Index && await SayHowAsync(http.Response);
        }
        // What the page shows is in the query of its address: it has no other places.
        string name = path is "/" ? Index : path;
        if (!_files.TryGetValue(name, out string? file)
            || !Kinds.TryGetValue(Path.GetExtension(name), out string? kind))
        {
            return false;
        }
        HttpResponse response = http.Response;
        response.ContentType = kind;
        // The names of what is under assets change with what is in them.
        response.Headers.CacheControl = name.StartsWith("/assets/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        string wanted = http.Request.Headers.AcceptEncoding.ToString();
        foreach ((string encoding, string suffix) in Encodings)
        {
            if (wanted.Contains(encoding, StringComparison.Ordinal)
                && _files.TryGetValue(name + suffix, out string? packed))
            {
                response.Headers.ContentEncoding = encoding;
                file = packed;
                break;
            }
        }
        await using FileStream stream = new(
            file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
        response.ContentLength = stream.Length;
        await stream.CopyToAsync(response.Body);
        return true;
    }

    private static async Task<bool> SayHowAsync(HttpResponse response)
    {
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(
            "The page of the console was not built. Install Node 20 or newer (or leave -p:SkipUi=true"
            + " out) and"
            + " build again: ./orbweaver does it.\nThe API is at /api/v1: its description is"
            + " /api/v1/openapi.json.\n");
        return true;
    }
}
