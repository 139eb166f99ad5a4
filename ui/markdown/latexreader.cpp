#include "ui/markdown/latexreader.h"

#include "ui/markdown/latexsymbols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

bool isLatin(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

template <size_t N>
bool isOneOf(QStringView command, const QStringView (&list)[N])
{
    return std::find(std::begin(list), std::end(list), command) != std::end(list);
}

// A letter next to a name would become part of it.
void appendName(QString& out, QStringView name)
{
    if (!out.isEmpty() && out.back().isLetterOrNumber())
        out += u' ';
    out += name;
}

}

QString latexToText(QStringView tex, LatexRows rows)
{
    return LatexReader(tex, rows).read();
}

QString LatexReader::read()
{
    QString out;
    while (!isAtEnd()) {
        out += readUntil(u'}');
        m_at += isAtEnd() ? 0 : 1; // a bracket that closes nothing
    }
    return out.trimmed();
}

QString LatexReader::readUntil(QChar end)
{
    QString out;
    while (!isAtEnd() && m_tex[m_at] != end && m_tex[m_at] != u'}')
        readItem(out);
    return out;
}

void LatexReader::readItem(QString& out)
{
    const QChar c = m_tex[m_at];
    if (c == u'\\') {
        readCommand(out);
        return;
    }
    ++m_at;
    if (c.isSpace() || c == u'~' || c == u'&') {
        if (!out.isEmpty() && !out.back().isSpace())
            out += u' ';
    } else if (c == u'^' || c == u'_') {
        readScript(out, c == u'^');
    } else if (c == u'{') {
        if (m_depth < MaxDepth) {
            ++m_depth;
            out += readUntil(u'}');
            --m_depth;
            m_at += isAtEnd() ? 0 : 1;
        }
    } else if (c == u'-') {
        out += QChar(0x2212);
    } else if (c == u'\'') {
        out += QChar(0x2032);
    } else if (c == u'%') {
        while (!isAtEnd() && m_tex[m_at] != u'\n') // a comment
            ++m_at;
    } else {
        out += c;
    }
}

QStringView LatexReader::readCommandName()
{
    const qsizetype start = ++m_at;
    while (!isAtEnd() && isLatin(m_tex[m_at]))
        ++m_at;
    if (m_at == start && !isAtEnd())
        ++m_at;
    return m_tex.sliced(start, m_at - start);
}

void LatexReader::readCommand(QString& out)
{
    const QStringView command = readCommandName();
    const LatexSymbol symbol = latexSymbol(command);
    if (!symbol.text.isEmpty()) {
        const qsizetype end = m_at;
        skipSpaces();
        if (symbol.kind == LatexClass::Ordinary) {
            out += symbol.text;
            // TeX skips the space behind a command; a sum is easier to read with it.
            if (m_at > end && !isAtEnd() && QStringView(u"+-=<>*/|").contains(m_tex[m_at]))
                out += u' ';
        } else if (symbol.kind == LatexClass::Name) {
            appendName(out, symbol.text);
            if (!isAtEnd() && (isLatin(m_tex[m_at]) || m_tex[m_at].isDigit() || m_tex[m_at] == u'\\'))
                out += u' ';
        } else {
            appendSpaced(out, symbol.text);
            out += u' ';
        }
        return;
    }
    if (readSpecial(out, command) || readIgnored(command))
        return;
    skipSpaces();
    if (m_depth >= MaxDepth || !readStructure(out, command)) {
        out += u'\\' + command.toString();
        if (!isAtEnd() && isLatin(m_tex[m_at]))
            out += u' ';
    }
}

bool LatexReader::readSpecial(QString& out, QStringView command)
{
    static constexpr QStringView spaces[] {u",", u";", u":", u" ", u">", u"quad", u"qquad", u"enspace", u"thinspace", u"space"};
    if (isOneOf(command, spaces)) {
        if (!out.isEmpty() && !out.back().isSpace())
            out += u' ';
        return true;
    }
    if (command == u"\\" || command == u"newline" || command == u"cr") {
        readOption();
        while (out.endsWith(u' '))
            out.chop(1);
        out += m_rows == LatexRows::OnLines ? u"\n"_s : u"; "_s;
        skipSpaces();
        return true;
    }
    if (command.size() == 1 && QStringView(u"{}%$#&_").contains(command.front()))
        out += command;
    else if (command == u"|")
        out += QChar(0x2016);
    else if (command.isEmpty())
        out += u'\\';
    else
        return false;
    return true;
}

// What says only how big or where.
bool LatexReader::readIgnored(QStringView command)
{
    static constexpr QStringView bare[] {u"!", u"(", u")", u"[", u"]", u"limits", u"nolimits", u"displaystyle", u"textstyle",
        u"scriptstyle", u"nonumber", u"notag", u"hline", u"middle", u"bf", u"rm", u"it", u"cal"};
    static constexpr QStringView sizes[] {u"left", u"right", u"big", u"Big", u"bigg", u"Bigg", u"bigl", u"bigr", u"Bigl", u"Bigr",
        u"biggl", u"biggr", u"Biggl", u"Biggr"};
    static constexpr QStringView withArgument[] {
        u"label", u"color", u"phantom", u"hphantom", u"vphantom", u"vspace", u"hspace", u"kern"};
    if (isOneOf(command, bare))
        return true;
    if (isOneOf(command, withArgument)) {
        skipSpaces();
        readRawArgument();
        return true;
    }
    if (!isOneOf(command, sizes))
        return false;
    skipSpaces();
    if (isAt(u"."))
        ++m_at;
    return true;
}

bool LatexReader::readStructure(QString& out, QStringView command)
{
    static constexpr QStringView fractions[] {u"frac", u"dfrac", u"tfrac", u"cfrac"};
    static constexpr QStringView texts[] {u"text", u"textbf", u"textit", u"textrm", u"texttt", u"textsf", u"mbox", u"hbox"};
    static constexpr QStringView fonts[] {u"mathrm", u"mathbf", u"mathit", u"mathsf", u"mathtt", u"mathfrak", u"boldsymbol",
        u"bm", u"pmb", u"boxed", u"cancel", u"underbrace", u"overbrace", u"mathop", u"mathbin", u"mathrel", u"mathord",
        u"ensuremath", u"substack", u"smash"};
    static constexpr QStringView above[] {u"overset", u"stackrel"};
    if (isOneOf(command, fractions)) {
        readFraction(out);
    } else if (isOneOf(command, texts)) {
        out += readRawArgument();
    } else if (isOneOf(command, fonts)) {
        out += readArgument();
    } else if (command == u"operatorname") {
        m_at += isAt(u"*") ? 1 : 0;
        appendName(out, readArgument());
        out += !isAtEnd() && isLatin(m_tex[m_at]) ? u" "_s : QString();
    } else if (command == u"mathbb" || command == u"Bbb") {
        out += doubleStruck(readArgument());
    } else if (command == u"mathcal" || command == u"mathscr") {
        out += scriptLetters(readArgument());
    } else if (command == u"sqrt") {
        readRoot(out);
    } else if (command == u"binom" || command == u"dbinom" || command == u"tbinom") {
        const QString n = readArgument();
        out += u"C("_s + n + u", "_s + readArgument() + u')';
    } else if (isOneOf(command, above) || command == u"underset") {
        const QString mark = readArgument();
        out += readArgument() + (command == u"underset" ? u'_' : u'^') + latexBracketed(mark);
    } else if (command == u"textcolor" || command == u"colorbox" || command == u"href") {
        readRawArgument();
        out += readArgument();
    } else if (command == u"xrightarrow" || command == u"xleftarrow") {
        readOption();
        const QString label = readArgument();
        appendSpaced(out, command == u"xrightarrow" ? u"—"_s + label + u"→ "_s : u"←"_s + label + u"— "_s);
    } else if (command == u"pmod" || command == u"mod") {
        const QString modulus = readArgument();
        appendSpaced(out, command == u"pmod" ? u"(mod "_s + modulus + u')' : u"mod "_s + modulus);
    } else if (command == u"not") {
        QString negated = readArgument().trimmed();
        appendSpaced(out, negated.isEmpty() ? negated : negated == u"="_s ? u"≠"_s : negated + QChar(0x0338));
        out += u' ';
    } else if (command == u"tag") {
        appendSpaced(out, u'(' + readRawArgument() + u')');
    } else if (command == u"begin") {
        readEnvironment(out);
    } else if (command == u"end") {
        readRawArgument();
    } else if (const QChar mark = latexAccent(command); !mark.isNull()) {
        readAccent(out, mark, command);
    } else {
        return false;
    }
    return true;
}

}
