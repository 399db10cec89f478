using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>
/// Answers requests to the API by the table of operations: finds the operation, asks who it is, checks what
/// was given, does it once, and writes it down.
/// </summary>
internal sealed class ApiDispatcher
{
    /// <summary>What somebody without a session is told.</summary>
    public const string SignInFirst =
        "Sign in first: open the address that 'orbweaver up' printed, or ask for one with 'orbweaver token'.";

    /// <summary>The header that commands are told apart by.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>The fewest characters of a key.</summary>
    public const int KeyCharsMin = 8;

    /// <summary>The most characters of a key.</summary>
    public const int KeyCharsMax = 64;


    private readonly ConsoleServices _services;
    private readonly Operation[] _operations;
    private readonly AnswerStore _answers = new(TimeProvider.System);

    /// <summary>With all operations.</summary>
    public ApiDispatcher(ConsoleServices services, EarlierRecordings earlier)
    {
        _services = services;
        Lazy<byte[]> description = new(() => OpenApi.Write(_operations!, services.Network.Facts.Version));
        _operations =
        [
            .. new AccessOperations(services).All(), .. new ReadOperations(services).All(),
            .. new HistoryOperations(services, earlier).All(), .. new ChangeOperations(services).All(),
            .. new ProposalOperations(services).All(),
            new Operation
            {
                Method = "GET",
                Path = "/openapi.json",
                Role = Role.None,
                Summary = "This description.",
                Do = _ => new RawAnswer(description.Value, "application/json", null),
            },
        ];
    }

    /// <summary>The session of a request; null where there is none.</summary>
    public Session? SessionOf(HttpContext http)
        => _services.Sessions.Find(http.Request.Cookies[AccessOperations.CookieOf(_services.Address)]);

    /// <summary>Answers a request; the path is what stands behind the root of the API.</summary>
    public async Task AnswerAsync(HttpContext http, string path)
    {
        try
        {
            await TryAnswerAsync(http, path);
        }
        catch (RequestProblem e)
        {
            if (e.RetryAfterSeconds > 0)
            {
                http.Response.Headers.RetryAfter = e.RetryAfterSeconds.ToString(
                    System.Globalization.CultureInfo.InvariantCulture);
            }
            await Problem.Of(e.Status, e.Sentence, e.Errors).WriteAsync(http.Response);
        }
    }

    private async Task TryAnswerAsync(HttpContext http, string path)
    {
        string[] parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Unescape)];
        Operation operation = Find(http, parts);
        Call call = new(http, SessionOf(http));
        if (call.Session is null && operation.Role != Role.None)
        {
            throw new RequestProblem(StatusCodes.Status401Unauthorized, SignInFirst);
        }
        if (operation.Role > (call.Session?.Role ?? Role.None))
        {
            Note(call, operation, path, StatusCodes.Status403Forbidden);
            throw new RequestProblem(
                StatusCodes.Status403Forbidden,
                $"This needs the role '{Roles.NameOf(operation.Role)}', and yours is"
                    + $" '{Roles.NameOf(call.Session!.Role)}'.");
        }
        Dictionary<string, string[]> errors = call.Read(operation, parts);
        if (errors.Count > 0)
        {
            (string name, string[] what) = errors.First();
            throw new RequestProblem(
                StatusCodes.Status400BadRequest, $"Parameters are wrong: {name}: {what[0]}.")
            {
                Errors = errors,
            };
        }
        byte[] bytes = operation.Method is "POST" ? await BodyReader.BytesAsync(http.Request) : [];
        if (operation.Body is { } type)
        {
            call.Take(BodyReader.Parse(http.Request, bytes, type));
        }
        await DoAsync(call, operation, path, bytes);
    }

    private Operation Find(HttpContext http, string[] parts)
    {
        string method = HttpMethods.IsHead(http.Request.Method) ? "GET" : http.Request.Method;
        SortedSet<string> allowed = new(StringComparer.Ordinal);
        Operation? found = null;
        foreach (Operation operation in _operations.Where(o => Fits(o.Parts, parts)))
        {
            allowed.Add(operation.Method);
            bool isIt = string.Equals(operation.Method, method, StringComparison.Ordinal)
                // What has a name of its own goes before what stands in its place.
                && (found is null || !operation.Path.Contains('{', StringComparison.Ordinal));
            found = isIt ? operation : found;
        }
        if (allowed.Count == 0)
        {
            throw new RequestProblem(
                StatusCodes.Status404NotFound, "There is no such operation: see /api/v1/openapi.json.");
        }
        if (found is null)
        {
            http.Response.Headers.Allow = string.Join(", ", allowed);
            throw new RequestProblem(
                StatusCodes.Status405MethodNotAllowed,
                    $"There is only {string.Join(" and ", allowed)} here.");
        }
        return found;
    }

    private static bool Fits(string[] pattern, string[] parts)
    {
        bool fits = pattern.Length == parts.Length;
        for (int i = 0; fits && i < parts.Length; i++)
        {
            fits = pattern[i][0] == '{' || string.Equals(pattern[i], parts[i], StringComparison.Ordinal);
        }
        return fits;
    }

    // The server has decoded all but the stroke that would divide.
    private static string Unescape(string part)
        => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private async Task DoAsync(Call call, Operation operation, string path, byte[] body)
    {
        if (!operation.IsCommand)
        {
            (KeptAnswer? answer, RawAnswer? raw) = Work(call, operation, path);
            await (raw is null ? WriteAsync(call, answer!) : WriteAsync(call, raw));
            return;
        }
        string key = KeyOf(call);
        string command = operation.Method + path + Convert.ToHexString(SHA256.HashData(body));
        switch (_answers.Begin(key, command, out KeptAnswer? known))
        {
            case AnswerStore.Standing.Other:
                throw RequestProblem.OfField(KeyHeader, "was used for another command");
            case AnswerStore.Standing.Busy:
                throw new RequestProblem(
                    StatusCodes.Status409Conflict, "The same command is being done just now.")
                {
                    RetryAfterSeconds = 1,
                };
            case AnswerStore.Standing.Known:
                call.Http.Response.Headers["Idempotency-Replayed"] = "true";
                await WriteAsync(call, known!);
                break;
            default:
                KeptAnswer made = WorkOnce(call, operation, path, key);
                await WriteAsync(call, made);
                break;
        }
    }

    // Whatever comes of it is what the key stands for; a defect too, so that nothing is done twice.
    private KeptAnswer WorkOnce(Call call, Operation operation, string path, string key)
    {
        KeptAnswer made = new(
            StatusCodes.Status500InternalServerError,
            Problem.Of(StatusCodes.Status500InternalServerError, "The program met a defect.").ToBytes(),
            IsProblem: true);
        try
        {
            made = Work(call, operation, path).Answer!;
        }
        catch (RequestProblem e)
        {
            made = new KeptAnswer(
                e.Status, Problem.Of(e.Status, e.Sentence, e.Errors).ToBytes(), IsProblem: true);
        }
        finally
        {
            _answers.End(key, made);
        }
        return made;
    }

    private (KeptAnswer? Answer, RawAnswer? Raw) Work(Call call, Operation operation, string path)
    {
        bool isNoted = operation.IsCommand || operation.Method is "DELETE" || operation.Path is "/session";
        try
        {
            object? answer = operation.Do(call);
            if (answer is RawAnswer raw)
            {
                return (null, raw);
            }
            KeptAnswer kept = answer is null
                ? new KeptAnswer(StatusCodes.Status204NoContent, [], IsProblem: false)
                : new KeptAnswer(
                    StatusCodes.Status200OK,
                    JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), JsonTexts.Options),
                    IsProblem: false);
            if (isNoted)
            {
                Note(call, operation, path, kept.Status);
            }
            return (kept, null);
        }
        catch (Exception e) when (e is RequestProblem or QueryException or TimeoutException)
        {
            RequestProblem problem = e switch
            {
                RequestProblem its => its,
                QueryException query => new RequestProblem(
                    StatusCodes.Status400BadRequest, $"Parameters are wrong: {query.Field}: {query.Message}.")
                {
                    Errors = new Dictionary<string, string[]>(StringComparer.Ordinal)
                    {
                        [query.Field] = [query.Message],
                    },
                },
                _ => new RequestProblem(
                    StatusCodes.Status503ServiceUnavailable, "The network is too far behind to answer.")
                {
                    RetryAfterSeconds = 5,
                },
            };
            // Who is turned away for being too many writes nothing.
            if (isNoted && problem.Status != StatusCodes.Status429TooManyRequests)
            {
                Note(call, operation, path, problem.Status);
            }
            throw problem;
        }
    }

    private void Note(Call call, Operation operation, string path, int status)
        => _services.Audit.Add(
            call.Who, Roles.NameOf(
                call.Session?.Role ?? Role.None), $"{operation.Method} {path}", call.Target,
            status);

    private static string KeyOf(Call call)
    {
        string key = call.Http.Request.Headers[KeyHeader].ToString();
        bool isKey = key.Length is >= KeyCharsMin and <= KeyCharsMax
            && key.All(static c => c is > ' ' and <= '~');
        if (isKey)
        {
            return $"{call.Session!.Number} {key}";
        }
        string wanted = $"{KeyCharsMin} to {KeyCharsMax} visible characters";
        string what = key.Length == 0 ? $"is missing: send {wanted}, new for each command"
            : $"must be {wanted}" + (key.Length is >= KeyCharsMin and <= KeyCharsMax
                ? "; this one has others" : $"; this one has {key.Length}");
        throw new RequestProblem(StatusCodes.Status400BadRequest, $"The header {KeyHeader} {what}.")
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [KeyHeader] = [what] },
        };
    }

    private static Task WriteAsync(Call call, KeptAnswer answer)
    {
        HttpResponse response = call.Http.Response;
        response.StatusCode = answer.Status;
        if (answer.Status == StatusCodes.Status204NoContent)
        {
            return Task.CompletedTask;
        }
        response.ContentType = answer.IsProblem ? Problem.ContentType : "application/json";
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    private static Task WriteAsync(Call call, RawAnswer answer)
    {
        HttpResponse response = call.Http.Response;
        if (answer.Tag is { } tag)
        {
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, no-cache";
            if (call.Http.Request.Headers.IfNoneMatch.ToString() is var known
                && string.Equals(known, tag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Bytes.Length;
        return response.Body.WriteAsync(answer.Bytes).AsTask();
    }
}
