#include "ui/markdown/inlinewriter.h"

#include "ui/markdown/inlineescape.h"
#include "ui/markdown/markdownparser.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// One stretch of text with the marks around it.
struct Run
{
    QStringView text;
    InlineSpan style;
};

struct Mark
{
    enum class Kind { Bold, Italic, Strike, Link };

    Kind kind = Kind::Bold;
    QString href = {};

    bool operator==(const Mark&) const = default;
};

/// The ways to write the same text, the nicest first.
struct Spelling
{
    QChar italic = u'*';
    bool hasEntities = false; ///< letters beside emphasis are spelled as entities: then it may begin within a word
    bool hasStyles = true;
};

QList<Run> runsOf(const InlineText& text)
{
    QList<Run> runs;
    const QStringView all = text.text;
    qsizetype at = 0;
    for (const InlineSpan& span : text.spans) {
        if (span.start > at)
            runs.append({all.sliced(at, span.start - at), {}});
        runs.append({all.sliced(span.start, span.length), span});
        at = span.start + span.length;
    }
    if (at < all.size())
        runs.append({all.sliced(at), {}});
    return runs;
}

// An address that stands for itself needs no second one.
bool isAddress(const Run& run)
{
    const bool isOne =
        run.text == run.style.href || (run.text.contains(u'@') && u"mailto:"_s + run.text.toString() == run.style.href);
    return isOne && std::none_of(run.text.begin(), run.text.end(), [](QChar c) {
        return c.isSpace() || c == u'<' || c == u'>' || c == u'\\';
    });
}

QList<Mark> marksOf(const Run& run)
{
    const InlineSpan& style = run.style;
    QList<Mark> marks;
    if (!style.href.isEmpty() && !isAddress(run))
        marks.append({Mark::Kind::Link, style.href});
    if (style.styles & InlineStyle::Strike)
        marks.append({Mark::Kind::Strike});
    if (style.styles & InlineStyle::Bold)
        marks.append({Mark::Kind::Bold});
    if (style.styles & InlineStyle::Italic)
        marks.append({Mark::Kind::Italic});
    return marks;
}

class Writer
{
public:
    Writer(const InlineText& text, const Spelling& spelling)
        : m_text(text)
        , m_runs(runsOf(text))
        , m_spelling(spelling)
    {
        const bool hasMath =
            std::any_of(text.spans.begin(), text.spans.end(), [](const InlineSpan& span) { return !span.tex.isEmpty(); });
        m_hasDollars = hasMath || text.text.count(u'$') > 1;
    }

    QString write()
    {
        for (qsizetype i = 0; i < m_runs.size(); ++i) {
            changeMarks(i);
            writeRun(i);
        }
        while (!m_open.isEmpty())
            closeLast();
        return m_out;
    }

private:
    void changeMarks(qsizetype index)
    {
        const QList<Mark> wanted = m_spelling.hasStyles ? marksOf(m_runs[index]) : QList<Mark>();
        const auto isWanted = [&](const Mark& mark) { return wanted.contains(mark); };
        while (!std::all_of(m_open.begin(), m_open.end(), isWanted))
            closeLast();
        QList<Mark> missing;
        std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing),
            [this](const Mark& mark) { return !m_open.contains(mark); });
        std::sort(missing.begin(), missing.end(), [&](const Mark& a, const Mark& b) {
            const qsizetype endOfA = endOf(a, index);
            const qsizetype endOfB = endOf(b, index);
            return endOfA != endOfB ? endOfA > endOfB : wanted.indexOf(a) < wanted.indexOf(b);
        });
        for (const Mark& mark : std::as_const(missing)) {
            m_out += mark.kind == Mark::Kind::Link ? u"["_s : delimiter(mark);
            m_open.append(mark);
        }
    }

    // The first run from \a index on without the mark.
    qsizetype endOf(const Mark& mark, qsizetype index) const
    {
        while (index < m_runs.size() && marksOf(m_runs[index]).contains(mark))
            ++index;
        return index;
    }

    QString delimiter(const Mark& mark) const
    {
        switch (mark.kind) {
        case Mark::Kind::Bold:
            return u"**"_s;
        case Mark::Kind::Italic:
            return m_spelling.italic;
        case Mark::Kind::Strike:
            return u"~~"_s;
        case Mark::Kind::Link:
            break;
        }
        return {};
    }

    void closeLast()
    {
        const Mark mark = m_open.takeLast();
        m_out += mark.kind == Mark::Kind::Link ? u"]("_s + linkTarget(mark.href) + u')' : delimiter(mark);
    }

    void writeRun(qsizetype index)
    {
        const Run& run = m_runs[index];
        const InlineStyles styles = run.style.styles;
        if (styles & InlineStyle::Code)
            m_out += codeSpan(run.text.toString());
        else if (styles & InlineStyle::Math && !run.style.tex.isEmpty())
            m_out += mathSource(run, charAt(run.style.start - 1), charAt(run.style.start + run.style.length));
        else if (styles & InlineStyle::Footnote)
            m_out += u"[^"_s + run.text.sliced(1).chopped(1).toString() + u']';
        else if (isAddress(run) && m_spelling.hasStyles)
            m_out += u'<' + run.text.toString() + u'>';
        else
            m_out += textSource(index);
    }

    QString textSource(qsizetype index) const
    {
        const Run& run = m_runs[index];
        const qsizetype start = run.text.data() - QStringView(m_text.text).data();
        QString source = escapedText(run.text, charAt(start - 1), charAt(start + run.text.size()), m_hasDollars);
        const bool isMarked = bool(run.style.styles) || !run.style.href.isEmpty();
        if (!m_spelling.hasEntities || isMarked)
            return source;
        const auto entity = [](QChar c) { return u"&#"_s + QString::number(c.unicode()) + u';'; };
        if (index + 1 < m_runs.size() && source.back().isLetterOrNumber())
            source = source.chopped(1) + entity(source.back());
        if (index > 0 && source.front().isLetterOrNumber())
            source = entity(source.front()) + source.sliced(1);
        return source;
    }

    QString mathSource(const Run& run, QChar before, QChar after) const
    {
        const QString tex = QString(run.style.tex).replace(u'\n', u' ');
        if (run.style.isDisplay)
            return u"$$"_s + tex + u"$$"_s;
        const bool touches =
            before.isLetterOrNumber() || before == u'/' || before == u'$' || after.isLetterOrNumber() || after == u'$';
        const bool isDollar = !touches && !tex.front().isDigit() && !tex.contains(u'$');
        return isDollar ? u'$' + tex + u'$' : u"\\("_s + tex + u"\\)"_s;
    }

    QChar charAt(qsizetype at) const { return at >= 0 && at < m_text.text.size() ? m_text.text[at] : QChar(); }

    const InlineText& m_text;
    const QList<Run> m_runs;
    const Spelling m_spelling;
    bool m_hasDollars = false;
    QList<Mark> m_open;
    QString m_out;
};

}

QString writeInline(const InlineText& text)
{
    // A formula within a heading would be a block of its own within a paragraph.
    const bool isHeading =
        std::any_of(text.spans.begin(), text.spans.end(), [](const InlineSpan& span) { return span.isDisplay; });
    const Spelling spellings[] = {{}, {.italic = u'_'}, {.hasEntities = true}, {.italic = u'_', .hasEntities = true}};
    for (const Spelling& spelling : spellings) {
        const QString source = escapedLines(Writer(text, spelling).write());
        const QList<MarkdownBlock> read = parseMarkdown(isHeading ? source + u"\n==="_s : source);
        if (read.size() == 1 && read.first().content == text)
            return source;
        if (text.spans.isEmpty())
            return source; // the other ways differ in styles only
    }
    return escapedLines(Writer(text, {.hasStyles = false}).write());
}

}
