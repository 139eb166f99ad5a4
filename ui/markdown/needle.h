#pragma once

#include <QString>
#include <QStringMatcher>
#include <Qt>

#include <functional>

namespace sluice {

struct MarkdownBlock;

/// What is searched for, in the text as it is shown. Hits do not overlap and do not reach over a block or a table's cell. A
/// value; reentrant.
class Needle
{
public:
    Needle() = default;
    explicit Needle(const QString& text, Qt::CaseSensitivity sensitivity = Qt::CaseInsensitive);

    bool isEmpty() const { return m_text.isEmpty(); }
    const QString& text() const { return m_text; }
    Qt::CaseSensitivity sensitivity() const { return m_matcher.caseSensitivity(); }

    bool operator==(const Needle& other) const { return m_text == other.m_text && sensitivity() == other.sensitivity(); }

    /// Calls \a visit with the position of each hit, in order.
    void forEachIn(QStringView text, const std::function<void(qsizetype)>& visit) const;
    int countIn(QStringView text) const;
    /// The same in a block; positions as in blocktext.h.
    void forEachIn(const MarkdownBlock& block, const std::function<void(qsizetype)>& visit) const;
    int countIn(const MarkdownBlock& block) const;

    /// False when Markdown \a source can show no hit; much cheaper than to parse it.
    bool mayBeShownBy(const QString& source) const;

private:
    QString m_text;
    QStringMatcher m_matcher;
    QString m_letters; // of the text: what markup cannot stand between
    QStringMatcher m_letterMatcher;
};

}
