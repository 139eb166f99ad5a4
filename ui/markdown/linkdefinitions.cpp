#include "ui/markdown/linkdefinitions.h"

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/linkprobe.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// A text of nothing but definitions must not make every piece carry all of them.
constexpr qsizetype MaxDefinitions = 256;
constexpr qsizetype MaxLabelLength = 512;
constexpr qsizetype MaxTargetLength = 2048;
constexpr qsizetype MaxTotalLength = 16 * 1024;

bool isEscaped(QStringView text, qsizetype at)
{
    qsizetype slashes = 0;
    while (slashes < at && text[at - slashes - 1] == u'\\')
        ++slashes;
    return slashes % 2 == 1;
}

// Where the bracket is that \a closing closes, or -1 when that cannot be a label.
qsizetype openingOf(QStringView source, qsizetype closing)
{
    for (qsizetype at = closing - 1; at >= 0 && closing - at <= MaxLabelLength; --at) {
        if (source[at] == u'[' && !isEscaped(source, at))
            return at;
        if (source[at] == u']' && !isEscaped(source, at))
            return -1;
    }
    return -1;
}

// Nothing but the marks of lists, tasks and quotes may stand before a definition. The parser has the last word.
bool mayStartDefinition(QStringView source, qsizetype at)
{
    while (at > 0 && source[at - 1] != u'\n' && source[at - 1] != u'\r') {
        const QChar before = source[--at];
        if (!before.isDigit() && !QStringView(u" \t>-+*.)[]xX").contains(before))
            return false;
    }
    return true;
}

QString labelText(QStringView raw)
{
    QString label;
    for (QStringView line : raw.toString().replace(u'\r', u'\n').split(u'\n')) {
        line = line.trimmed();
        while (!label.isEmpty() && line.startsWith(u'>'))
            line = line.sliced(1).trimmed();
        if (!label.isEmpty())
            label += u' ';
        label += line;
    }
    return label.trimmed();
}

QStringList possibleLabels(QStringView source)
{
    QStringList labels;
    for (qsizetype at = source.indexOf(u"]:"); at >= 0; at = source.indexOf(u"]:", at + 1)) {
        const qsizetype opening = isEscaped(source, at) ? -1 : openingOf(source, at);
        if (opening < 0 || !mayStartDefinition(source, opening))
            continue;
        const QString label = labelText(source.sliced(opening + 1, at - opening - 1));
        const bool isFootnote = !footnoteLabelAt(source.sliced(opening)).isEmpty();
        if (!label.isEmpty() && !isFootnote && !labels.contains(label))
            labels.append(label);
        if (labels.size() >= MaxDefinitions)
            break;
    }
    return labels;
}

QString definitionOf(const QString& label, QString target)
{
    for (const QChar special : {u'\\', u'<', u'>', u'&'})
        target.replace(special, u'\\' + QString(special));
    // A label like "^1" came with white space in it, without which it would be a footnote's.
    const QString gap = label.startsWith(u'^') ? u" "_s : QString();
    return u'[' + label + gap + u"]: <"_s + target + u'>';
}

QStringList definitionsIn(QStringView source, qsizetype atMost)
{
    QStringList found;
    const QStringList labels = atMost > 0 ? possibleLabels(source) : QStringList();
    if (labels.isEmpty())
        return found;
    const auto targets = linkTargets(source, labels);
    for (qsizetype i = 0; i < labels.size() && found.size() < atMost; ++i) {
        if (targets[i] && targets[i]->size() <= MaxTargetLength)
            found.append(definitionOf(labels[i], *targets[i]));
    }
    return found;
}

QStringView labelOf(const QString& definition)
{
    return QStringView(definition).sliced(1, definition.indexOf("]: <"_L1) - 1);
}

// Up to where a label may be broken into lines.
QStringView firstWordOf(QStringView label)
{
    return label.first(std::find_if(label.begin(), label.end(), [](QChar c) { return c.isSpace(); }) - label.begin());
}

// Other letters the parser folds in ways of its own.
bool isAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

// Some of these become letters of ASCII, or several, when case does not matter.
bool mayFoldToAscii(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit >= 0x80 && unit < 0x250) || (unit >= 0x1e00 && unit < 0x1f00) || unit == 0x212a
        || (unit >= 0xfb00 && unit < 0xfb07);
}

bool mayStartWith(QStringView text, QStringView word)
{
    for (qsizetype i = 0; i < word.size(); ++i) {
        if (i == text.size())
            return false;
        if (text[i].toCaseFolded() != word[i].toCaseFolded())
            return mayFoldToAscii(text[i]);
    }
    return true;
}

}

bool mayUseLabel(QStringView source, QStringView firstWord)
{
    for (qsizetype at = source.indexOf(u'['); at >= 0; at = source.indexOf(u'[', at + 1)) {
        // It may be on the next line of a quote.
        for (qsizetype word = at + 1; word < source.size(); ++word) {
            if (mayStartWith(source.sliced(word), firstWord))
                return true;
            if (source[word] != u'>' && !source[word].isSpace())
                break;
        }
    }
    return false;
}

// The first one of a label holds, and a text that repeats it must not carry all of them.
QStringList LinkDefinitions::newIn(QStringView source) const
{
    QStringList found = definitionsIn(source, MaxDefinitions - m_closed.size());
    found.removeIf([this](const QString& definition) {
        const QStringView label = labelOf(definition);
        return std::any_of(m_closed.begin(), m_closed.end(),
            [label](const QString& known) { return labelOf(known).compare(label, Qt::CaseInsensitive) == 0; });
    });
    qsizetype total = 0;
    for (const QString& known : m_closed)
        total += known.size();
    found.removeIf([&total](const QString& definition) { return (total += definition.size()) > MaxTotalLength; });
    return found;
}

void LinkDefinitions::addClosed(QStringView source)
{
    m_closed += newIn(source);
}

QStringList LinkDefinitions::setOpen(QStringView source)
{
    const QStringList all = m_closed + newIn(source);
    if (all == m_all)
        return {};
    QStringList changed;
    for (const QString& definition : all + m_all) {
        if (!all.contains(definition) || !m_all.contains(definition))
            changed += isAscii(labelOf(definition)) ? firstWordOf(labelOf(definition)).toString() : QString();
    }
    m_all = all;
    return changed;
}

// A short piece should not be parsed at the cost of all of them for the sake of a bracket in it.
QString LinkDefinitions::markdownFor(QStringView source) const
{
    QString markdown;
    if (m_all.isEmpty() || !source.contains(u'['))
        return markdown;
    const bool canTell = isAscii(source);
    for (const QString& definition : m_all) {
        const QStringView label = labelOf(definition);
        if (!canTell || !isAscii(label) || source.contains(firstWordOf(label), Qt::CaseInsensitive))
            markdown += definition + u'\n';
    }
    return markdown;
}

}
