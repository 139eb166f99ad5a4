#include "ui/markdown/latexreader.h"
#include "ui/markdown/latexsymbols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

void LatexReader::skipSpaces()
{
    while (!isAtEnd() && m_tex[m_at].isSpace())
        ++m_at;
}

QString LatexReader::readArgument()
{
    skipSpaces();
    if (isAtEnd() || m_tex[m_at] == u'}')
        return {};
    QString out;
    if (m_depth >= MaxDepth) {
        out = m_tex[m_at++];
        return out;
    }
    const QChar first = m_tex[m_at];
    const bool isScript = first == u'^' || first == u'_';
    ++m_depth;
    if (isScript)
        out = m_tex[m_at++];
    else
        readItem(out);
    --m_depth;
    if (first == u'\\' && m_tex[m_at - 1].isSpace())
        --m_at; // not the argument's
    return out.trimmed();
}

QString LatexReader::readRawArgument()
{
    skipSpaces();
    if (!isAt(u"{"))
        return readArgument();
    const qsizetype start = ++m_at;
    int depth = 1;
    for (; !isAtEnd(); ++m_at) {
        if (m_tex[m_at] == u'\\') {
            m_at = std::min(m_at + 1, m_tex.size() - 1);
            continue;
        }
        depth += m_tex[m_at] == u'{' ? 1 : m_tex[m_at] == u'}' ? -1 : 0;
        if (depth == 0)
            break;
    }
    QString out = m_tex.sliced(start, m_at - start).toString();
    m_at += isAtEnd() ? 0 : 1;
    for (const QChar escaped : u"{}%$#&_"_s)
        out.replace(u'\\' + QString(escaped), escaped);
    return out.replace(u'$', QString()).replace(u'\n', u' ');
}

QString LatexReader::readOption()
{
    qsizetype end = m_at;
    if (!isAt(u"["))
        return {};
    constexpr qsizetype MaxOption = 64;
    while (end < m_tex.size() && end - m_at < MaxOption && m_tex[end] != u']')
        ++end;
    if (end >= m_tex.size() || m_tex[end] != u']')
        return {};
    const QString option = m_tex.sliced(m_at + 1, end - m_at - 1).toString();
    m_at = end + 1;
    return option;
}

void LatexReader::readScript(QString& out, bool isUpper)
{
    const QString script = readArgument();
    if (script.isEmpty()) {
        out += isUpper ? u'^' : u'_';
        return;
    }
    while (out.endsWith(u' '))
        out.chop(1);
    const QString small = isUpper ? superscript(script) : subscript(script);
    if (!small.isEmpty())
        out += small;
    else
        out += (isUpper ? u'^' : u'_') + (script.size() == 1 ? script : u'(' + QString(script).remove(u' ') + u')');
}

void LatexReader::readFraction(QString& out)
{
    constexpr QChar fractionSlash(0x2044);
    const QString above = readArgument();
    const QString below = readArgument();
    // "2 1⁄2" and not "21⁄2"
    if (!out.isEmpty() && out.back().isLetterOrNumber())
        out += u' ';
    out += latexBracketed(above) + fractionSlash + latexBracketed(below);
    if (!isAtEnd() && m_tex[m_at].isLetterOrNumber())
        out += u' ';
}

void LatexReader::readRoot(QString& out)
{
    const QString index = readOption();
    const QString raised = superscript(index);
    out += raised.isEmpty() && !index.isEmpty() ? u'(' + index + u')' : raised;
    out += u"√"_s + latexBracketed(readArgument());
}

void LatexReader::readAccent(QString& out, QChar mark, QStringView command)
{
    const QString text = readArgument();
    const bool isLine = command == u"overline" || command == u"underline";
    const auto isBase = [](QChar c) { return !c.isMark() && !c.isLowSurrogate(); };
    const auto bases = std::count_if(text.begin(), text.end(), isBase);
    if (bases > 1 && !isLine) {
        out += command.toString() + u'(' + text + u')';
        return;
    }
    QString marked;
    for (qsizetype i = 0; i < text.size(); ++i) {
        marked += text[i];
        const bool isComplete = i + 1 == text.size() || isBase(text[i + 1]);
        if (isComplete)
            marked += mark;
    }
    out += marked.normalized(QString::NormalizationForm_C);
}

void LatexReader::readEnvironment(QString& out)
{
    const QString name = readRawArgument().remove(u'*');
    if (name == u"array"_s || name == u"alignedat"_s || name == u"alignat"_s) {
        skipSpaces();
        readRawArgument();
    } else {
        readOption();
    }
    if (m_depth >= MaxDepth)
        return;
    ++m_depth;
    const QList<Row> rows = readRows(name);
    --m_depth;
    const QString text = latexRowsText(name, rows, m_rows == LatexRows::OnLines);
    if (text.contains(u'\n')) {
        while (out.endsWith(u' '))
            out.chop(1);
        out += out.isEmpty() || out.endsWith(u'\n') ? QString() : u"\n"_s;
    }
    out += text;
}

QList<LatexReader::Row> LatexReader::readRows(QStringView environment)
{
    const bool hasColumns = environment.contains(u"matrix") || environment == u"array" || environment == u"cases";
    QList<Row> rows {{}};
    QString cell;
    const auto endCell = [&] { rows.last().append(cell.trimmed()), cell.clear(); };
    while (!isAtEnd() && m_tex[m_at] != u'}') {
        if (isAt(u"\\end{") || isAt(u"\\end ")) {
            m_at += 4;
            readRawArgument();
            break;
        }
        if (isAt(u"\\\\")) {
            m_at += 2;
            readOption();
            endCell();
            rows.append(Row());
        } else if (m_tex[m_at] == u'&' && hasColumns) {
            ++m_at;
            endCell();
        } else if (m_tex[m_at] == u'&') {
            ++m_at; // only where it lines up
        } else {
            readItem(cell);
        }
    }
    endCell();
    if (rows.last() == Row(1))
        rows.removeLast();
    return rows;
}

}
