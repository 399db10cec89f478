using System;

namespace Orbweaver.Tests;

/// <summary>
/// C# cut into code, comments and literals, each in a copy of the text where everything else is blank, so
/// that places and line numbers are those of the original. It knows as much of the language as tidy tests
/// need: verbatim, raw and interpolated strings, but no preprocessor.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly char[] _code;
    private readonly char[] _comments;
    private int _at;

    public CSharpText(string text)
    {
        _text = text;
        _code = Blank(text);
        _comments = Blank(text);
        ReadCode(untilBrace: false);
        Code = new string(_code);
        Comments = new string(_comments);
    }

    /// <summary>Code without comments and without the content of strings and characters.</summary>
    public string Code { get; }

    /// <summary>Comments with their slashes.</summary>
    public string Comments { get; }

    private static char[] Blank(string text)
    {
        char[] blank = new char[text.Length];
        for (int i = 0; i < blank.Length; i++)
        {
            blank[i] = text[i] == '\n' ? '\n' : ' ';
        }
        return blank;
    }

    // Reads code to the end of the text, or to the brace that ends an interpolation.
    private void ReadCode(bool untilBrace)
    {
        int depth = 0;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (untilBrace && c == '}' && depth == 0)
            {
                return;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (Sees("//"))
            {
                Comment(EndOf("\n", _at, past: false));
            }
            else if (Sees("/*"))
            {
                Comment(EndOf("*/", _at + 2, past: true));
            }
            else if (c == '\'')
            {
                ReadCharacter();
            }
            else if (!TryReadString())
            {
                _code[_at] = c;
                _at++;
            }
        }
    }

    private void Comment(int end)
    {
        _text.CopyTo(_at, _comments, _at, end - _at);
        _at = end;
    }

    private void ReadCharacter()
    {
        _at++;
        while (_at < _text.Length && _text[_at] is not ('\'' or '\n'))
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }
        _at++;
    }

    // A string starts with any of $ and @, then one quote, or three and more for a raw one.
    private bool TryReadString()
    {
        int quote = _at;
        while (quote < _text.Length && _text[quote] is '$' or '@')
        {
            quote++;
        }
        if (quote >= _text.Length || _text[quote] != '"')
        {
            return false;
        }
        string prefix = _text[_at..quote];
        int dollars = prefix.Length - prefix.Replace("$", "", StringComparison.Ordinal).Length;
        int quotes = 0;
        while (quote + quotes < _text.Length && _text[quote + quotes] == '"')
        {
            quotes++;
        }
        bool isVerbatim = prefix.Contains('@', StringComparison.Ordinal);
        if (quotes >= 3 && !isVerbatim)
        {
            _at = quote + quotes;
            ReadRawString(quotes, dollars);
        }
        else
        {
            _at = quote + 1;
            ReadString(isVerbatim, isInterpolated: dollars > 0);
        }
        return true;
    }

    private void ReadString(bool isVerbatim, bool isInterpolated)
    {
        while (_at < _text.Length)
        {
            if (Sees("\"\"") && isVerbatim)
            {
                _at += 2;
            }
            else if (Sees("\\") && !isVerbatim)
            {
                _at += 2;
            }
            else if (Sees("{{") && isInterpolated)
            {
                _at += 2;
            }
            else if (Sees("{") && isInterpolated)
            {
                ReadHole(braces: 1);
            }
            else if (_text[_at++] is '"')
            {
                return;
            }
        }
    }

    private void ReadRawString(int quotes, int dollars)
    {
        string end = new('"', quotes);
        string hole = new('{', dollars);
        while (_at < _text.Length && !Sees(end))
        {
            if (dollars > 0 && Sees(hole) && !Sees(hole + "{"))
            {
                ReadHole(dollars);
            }
            else
            {
                _at++;
            }
        }
        _at = Math.Min(_at + quotes, _text.Length);
    }

    private void ReadHole(int braces)
    {
        _at += braces;
        ReadCode(untilBrace: true);
        _at += braces;
    }

    private bool Sees(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private int EndOf(string what, int from, bool past)
    {
        int end = _text.IndexOf(what, Math.Min(from, _text.Length), StringComparison.Ordinal);
        return end < 0 ? _text.Length : past ? end + what.Length : end;
    }
}
