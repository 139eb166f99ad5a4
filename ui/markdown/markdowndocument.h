#pragma once

#include "ui/markdown/linkdefinitions.h"
#include "ui/markdown/markdownblock.h"
#include "ui/markdown/markdownsplitter.h"

#include <QString>

#include <utility>
#include <vector>

namespace sluice {

/// A Markdown text that grows, as blocks. What is closed is parsed once; only the piece at the end is parsed again when text is
/// appended, and an open code fence not even that. GUI thread.
class MarkdownDocument
{
public:
    struct Part
    {
        MarkdownPiece piece;
        QList<MarkdownBlock> blocks;
        int revision = 0; ///< changes with the blocks
        int fence = 0; ///< of an open or closed fence: the same as long as its code only grows; never used twice
        qsizetype settled = 0; ///< of a fence: so many characters of its code will not change any more
    };

    /// Whatever \a text is now: what it has in common with the last one is looked for.
    void setText(QStringView text);
    /// The same when \a text is known to begin with the last one: costs what is new.
    void growTo(QStringView text);

    /// Parts before this one are as they were at the last call.
    size_t takeFirstChanged() { return std::exchange(m_firstChanged, m_parts.size()); }

    const QString& text() const { return m_text; }
    const std::vector<Part>& parts() const { return m_parts; }

    /// How much text was handed to the parser since the document was made; for tests of what a flush costs.
    qint64 parsedCharacters() const { return m_parsedCharacters; }

private:
    QStringView sourceOf(const MarkdownPiece& piece) const;
    void parse(Part& part);
    void growFence(Part& part);
    void reparseUsers(const QStringList& labels, qsizetype partCount);
    void reset();

    QString m_text;
    MarkdownSplitter m_splitter;
    std::vector<Part> m_parts; // the last one is open
    LinkDefinitions m_definitions;
    qsizetype m_fenceRead = 0; // of the open fence: start of the first line that is not yet in its block for good
    qsizetype m_fenceKept = 0; // length of what is in it for good
    size_t m_firstChanged = 0;
    int m_nextRevision = 1;
    qint64 m_parsedCharacters = 0;
};

}
