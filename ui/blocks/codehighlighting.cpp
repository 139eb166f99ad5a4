#include "ui/blocks/codehighlighting.h"

#include "ui/blocks/languagenames.h"

#include <deque>
#include <utility>

namespace sluice {

/// On the worker's thread.
class CodeHighlighting::Job final : public BlockWorker::Job
{
public:
    /// \a owner is not touched here: only what takeResults() returns does, on its thread.
    Job(const BlockWorker::Tools& tools, const QString& definition, CodeHighlighting* owner)
        : m_cpuTime(tools.cpuTime)
        , m_highlighter(tools.definitions.create(definition))
        , m_owner(owner)
    { }

    void append(const QString& lines) { m_texts.push_back(lines); }

    State work() override
    {
        const auto end = m_cpuTime() + BlockWorker::SliceTime;
        for (int i = 0; i < MostLinesPerSlice && m_highlighter && !m_texts.empty(); ++i) {
            highlight(takeLine());
            if (m_cpuTime() >= end)
                break;
        }
        if (!m_highlighter)
            return State::Over;
        return m_texts.empty() ? State::Idle : State::Busy;
    }

    std::function<void()> takeResults() override
    {
        if (m_done.spanEnds.isEmpty())
            return {};
        return [owner = m_owner, lines = std::exchange(m_done, {})] { owner->take(lines); };
    }

private:
    static constexpr int MostLinesPerSlice = 512;

    // Valid until the next call.
    QStringView takeLine()
    {
        if (m_position == 0)
            m_text = m_texts.front();
        const QStringView text = m_text;
        const qsizetype lineBreak = text.indexOf(u'\n', m_position);
        const QStringView line = text.sliced(m_position, (lineBreak < 0 ? text.size() : lineBreak) - m_position);
        m_position = lineBreak < 0 ? text.size() : lineBreak + 1;
        if (m_position == text.size()) {
            m_texts.pop_front();
            m_position = 0;
        }
        return line;
    }

    void highlight(QStringView line)
    {
        if (line.size() <= MaxLineLength) {
            const auto start = m_cpuTime();
            const std::optional<QList<HighlightSpan>> spans = m_highlighter->highlight(line);
            if (spans)
                m_done.spans.append(*spans);
            if (m_cpuTime() - start > MaxLineTime)
                m_highlighter.reset();
        }
        m_done.spanEnds.append(m_done.spans.size());
    }

    const std::function<std::chrono::nanoseconds()>& m_cpuTime;
    std::unique_ptr<SyntaxHighlighter> m_highlighter; // null: nothing can be done
    CodeHighlighting* const m_owner;
    std::deque<QString> m_texts;
    QString m_text; // the front one, kept while its last line is at work
    qsizetype m_position = 0; // in the front one
    Lines m_done;
};

CodeHighlighting::CodeHighlighting(const QString& language)
    : m_definition(definitionFor(language))
    , m_worker(BlockWorker::current())
{ }

CodeHighlighting::~CodeHighlighting()
{
    reset();
}

void CodeHighlighting::append(QStringView completeLines)
{
    if (!m_worker || m_definition.isEmpty())
        return;
    qsizetype end = 0;
    while (end < completeLines.size() && m_appendedLines < MaxLines) {
        const qsizetype lineBreak = completeLines.indexOf(u'\n', end);
        end = lineBreak < 0 ? completeLines.size() : lineBreak + 1;
        ++m_appendedLines;
    }
    if (end == 0)
        return;
    if (m_job == 0) {
        m_job = m_worker->start([definition = m_definition, owner = this](
                                    const BlockWorker::Tools& tools) { return std::make_unique<Job>(tools, definition, owner); });
    }
    m_worker->send(
        m_job, [lines = completeLines.first(end).toString()](BlockWorker::Job& job) { static_cast<Job&>(job).append(lines); });
}

void CodeHighlighting::reset()
{
    if (m_worker && m_job != 0)
        m_worker->cancel(m_job);
    m_job = 0;
    m_appendedLines = 0;
    m_spans.clear();
    m_spanEnds.clear();
}

QList<HighlightSpan> CodeHighlighting::spans(qsizetype line) const
{
    if (line < 0 || line >= m_spanEnds.size())
        return {};
    const qsizetype start = line == 0 ? 0 : m_spanEnds[line - 1];
    return m_spans.sliced(start, m_spanEnds[line] - start);
}

void CodeHighlighting::take(const Lines& lines)
{
    const qsizetype base = m_spans.size();
    m_spans.append(lines.spans);
    for (const qsizetype end : lines.spanEnds)
        m_spanEnds.append(base + end);
}

}
