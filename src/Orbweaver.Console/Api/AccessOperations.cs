using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Access;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>Who comes in, who is in, and what they did.</summary>
internal sealed class AccessOperations(ConsoleServices services)
{
    /// <summary>The operations.</summary>
    public IEnumerable<Operation> All()
    {
        yield return new Operation
        {
            Method = "POST",
            Path = "/session",
            Role = Role.None,
            Summary = "Turns a token into a session, whose cookie comes with the answer.",
            Body = typeof(SignInBody),
            Answer = typeof(UserAnswer),
            Do = SignIn,
        };
        yield return new Operation
        {
            Method = "DELETE",
            Path = "/session",
            Role = Role.None,
            Summary = "Ends the session of whoever asks.",
            Do = SignOut,
        };
        yield return Admin("GET", "/sessions", "Who is in.", typeof(Page<SessionAnswer>), Sessions) with
        {
            Parameters = [Parameters.Limit, Parameters.Cursor],
        };
        yield return Admin(
            "POST", "/sessions/tokens", "Makes a token, good once and for ten minutes.", typeof(TokenAnswer),
            NewToken) with
        {
            Body = typeof(TokenBody),
            IsCommand = true,
        };
        yield return Admin("POST", "/sessions/{id}/revoke", "Ends a session.", null, Revoke) with
        {
            IsCommand = true,
            Parameters = [Parameters.Number("A session, by number.")],
        };
        yield return Admin("GET", "/audit", "What was done, newest first.", typeof(AuditAnswer), Audit) with
        {
            Parameters = [Parameters.Limit, Parameters.Cursor],
        };
    }

    /// <summary>The name of the cookie: browsers give cookies to all ports of a host.</summary>
    public static string CookieOf(string address) => "orbweaver-" + new Uri(address).Port;

    private static Operation Admin(
        string method, string path, string summary, Type? answer, Func<Call, object?> work)
        => new()
        {
            Method = method,
            Path = path,
            Role = Role.Admin,
            Summary = summary,
            Answer = answer,
            Do = work,
        };

    private UserAnswer SignIn(Call call)
    {
        if (services.Sessions.SignIn(call.BodyAs<SignInBody>().Token) is not { } entry)
        {
            throw new RequestProblem(
                401, "That is no token, or it was used, or it is older than ten minutes. 'orbweaver token'"
                    + " makes another.");
        }
        call.Session = entry.Session;
        call.Http.Response.Cookies.Append(
            CookieOf(services.Address), entry.Secret,
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return new UserAnswer(entry.Session.Name, Roles.NameOf(entry.Session.Role));
    }

    private object? SignOut(Call call)
    {
        if (call.Session is { } session)
        {
            services.Sessions.End(session.Number);
            call.Http.Response.Cookies.Delete(
                CookieOf(services.Address), new CookieOptions { HttpOnly = true, Path = "/" });
        }
        return null;
    }

    private Page<SessionAnswer> Sessions(Call call)
    {
        SessionAnswer[] rows =
        [
            .. services.Sessions.All().Select(s => new SessionAnswer(
                s.Number, s.Name, Roles.NameOf(
                    s.Role), s.Since, s.LastSeen, ReferenceEquals(s, call.Session))),
        ];
        return ConsoleServices.PageOf(DateTime.UtcNow, rows, call);
    }

    private TokenAnswer NewToken(Call call)
    {
        TokenBody body = call.BodyAs<TokenBody>();
        _ = Roles.TryParse(body.Role, out Role role);
        call.Target = $"{body.Name}, {body.Role}";
        string token = services.Sessions.NewToken(body.Name, role);
        return new TokenAnswer(
            token, $"{services.Address}/#token={token}", DateTime.UtcNow + SessionBook.TokenLife);
    }

    private object? Revoke(Call call)
    {
        Session session = services.Sessions.End(call.Whole("id"))
            ?? throw new RequestProblem(404, "There is no such session.");
        call.Target = $"{session.Number} {session.Name}";
        return null;
    }

    private AuditAnswer Audit(Call call)
    {
        Page<AuditRow> page = ConsoleServices.PageOf(DateTime.UtcNow, services.Audit.Newest(), call);
        return new AuditAnswer(
            DateTime.UtcNow, page.Total, page.Items, page.Next, services.Audit.IsChainWhole);
    }
}
