#pragma once

#include <QString>

namespace sluice {

/// Makes of a Markdown text that grows what a screen reader should say of it: whole sentences without markup. A code block is
/// said to be there with its number of lines, a row of a table is its cells. Pure.
class SentenceGatherer
{
public:
    /// What comes next in the text.
    void add(QStringView more) { m_pending += more; }
    /// The sentences that are complete and have not been taken yet, a line break between them; empty = none.
    QString takeSentences();
    /// These and what is left: the text has ended.
    QString takeRest();
    void clear();

    static constexpr qsizetype LongestSentence = 400; ///< characters; what has no end by then is cut between two words

private:
    bool takeOne(bool isEnd);
    bool takeFenceLine(bool isEnd);
    bool opensFence(QStringView line);
    void drop(qsizetype count);
    void say(const QString& sentence);

    QString m_pending; // not taken yet; of an open fence only the line that is coming
    qsizetype m_searched = 0; // no sentence ends before
    QString m_said;
    QString m_fence; // what closes it; empty = in no fence
    int m_fenceLines = 0;
    bool m_isLineStart = true;
};

/// \a markdown, a sentence or so, without its markup.
QString spokenMarkdown(QStringView markdown);

}
