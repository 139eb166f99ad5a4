#pragma once

#include "ui/blocks/blockworker.h"

#include <QPointer>

namespace sluice {

/// The colours of one code block, computed by the BlockWorker. Owned by the block's layout; GUI thread. BlockWorker::changed()
/// tells that there are more; the destructor drops what is still to do.
///
/// Without a worker, for an unknown language, in lines of more than MaxLineLength, beyond MaxLines and after a line that took the
/// language's definition too long, code is plain: no spans, no error.
class CodeHighlighting
{
public:
    /// UTF-16 units. Regular expressions take quadratic time, some cubic: what takes half a second here takes four at 2,000.
    static constexpr qsizetype MaxLineLength = 1000;
    static constexpr qsizetype MaxLines = 20000;
    static constexpr std::chrono::milliseconds MaxLineTime {50}; ///< of CPU; the block is left alone after such a line

    /// \a language as it stands behind the fence.
    explicit CodeHighlighting(const QString& language);
    ~CodeHighlighting();
    Q_DISABLE_COPY_MOVE(CodeHighlighting)

    /// The next lines, each whole; the last may come without its '\n', and nothing may follow it then. Copied once.
    void append(QStringView completeLines);

    /// Forgets all lines: the next append() is the first.
    void reset();

    /// Lines, from the first, whose spans are known. It grows only, but for reset().
    qsizetype highlightedLines() const { return m_spanEnds.size(); }

    /// Of \a line, counted from 0; in order, without overlap. Empty when they are not known.
    QList<HighlightSpan> spans(qsizetype line) const;

private:
    class Job;
    struct Lines
    {
        QList<HighlightSpan> spans;
        QList<qsizetype> spanEnds; // per line, in spans
    };

    void take(const Lines& lines);

    const QString m_definition;
    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0; // 0 before the first line
    qsizetype m_appendedLines = 0;
    QList<HighlightSpan> m_spans;
    QList<qsizetype> m_spanEnds;
};

}
