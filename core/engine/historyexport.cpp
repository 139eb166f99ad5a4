#include "core/engine/historyexport.h"

#include "core/exchange/markdownexport.h"
#include "core/store/historydatabase.h"

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int ConversationsAtOnce = 200;
constexpr int MessagesAtOnce = 64;

}

HistoryExport::HistoryExport(const QString& fileName, ExportFormat format, const QString& conversation)
    : m_format(format)
    , m_only(conversation)
    , m_whole(std::make_unique<WholeFile>(fileName))
    , m_file(m_whole->device())
    , m_json(m_file)
{ }

HistoryExport::HistoryExport(QIODevice& file, ExportFormat format, const QString& conversation)
    : m_format(format)
    , m_only(conversation)
    , m_file(file)
    , m_json(m_file)
{ }

HistoryExport::~HistoryExport() = default;

Result<bool> HistoryExport::step(HistoryDatabase& history)
{
    if (const Result<void> opened = openFile(); !opened)
        return std::unexpected(opened.error());
    if (!m_current) {
        const Result<bool> begun = beginNext(history);
        if (!begun)
            return begun;
        if (!*begun) {
            if (const Result<void> finished = finish(); !finished)
                return std::unexpected(finished.error());
            return true;
        }
    } else if (const Result<void> read = writeSome(history); !read) {
        return std::unexpected(read.error());
    }
    if (m_textFailed || m_json.hasFailed())
        return std::unexpected(writeErrorOf(m_file));
    return false;
}

Result<void> HistoryExport::openFile()
{
    return m_whole && !m_whole->isOpen() ? m_whole->open() : Result<void>();
}

// The next conversation becomes the current one; false when all are written.
Result<bool> HistoryExport::beginNext(HistoryDatabase& history)
{
    if (!m_only.isEmpty()) {
        if (std::exchange(m_isListed, true))
            return false;
        if (const Result<void> begun = begin(history, m_only); !begun)
            return std::unexpected(begun.error());
        return true;
    }
    if (m_page.isEmpty()) {
        Result<QList<ConversationSummary>> page = history.list(m_after, ConversationsAtOnce);
        if (!page)
            return std::unexpected(page.error());
        if (page->isEmpty())
            return false;
        m_page = *std::move(page);
        m_after = keyOf(m_page.last());
    }
    if (const Result<void> begun = begin(history, m_page.takeFirst().id); !begun)
        return std::unexpected(begun.error());
    return true;
}

Result<void> HistoryExport::begin(HistoryDatabase& history, const QString& id)
{
    const Result<OpenedConversation> opened = history.conversation(id);
    if (!opened)
        return std::unexpected(opened.error());
    Current current;
    current.id = id;
    current.chosen = opened->shape.chosen;
    if (m_format == ExportFormat::Json) {
        current.parents = parentsOf(opened->shape);
        for (int message = 0; message < opened->shape.count; ++message)
            current.ids.push_back(message);
        m_json.begin(opened->summary);
    } else {
        current.ids = shownPath(opened->shape);
        writeText((conversations() > 0 ? u"\n"_s : QString()) + markdownTitle(opened->summary));
    }
    m_current = std::move(current);
    return {};
}

Result<void> HistoryExport::writeSome(HistoryDatabase& history)
{
    Current& current = *m_current;
    if (current.next == current.ids.size()) {
        endCurrent();
        return {};
    }
    // Neighbours are read together.
    const std::size_t first = current.next;
    std::size_t end = first + 1;
    while (end < current.ids.size() && end - first < MessagesAtOnce && current.ids[end] == current.ids[end - 1] + 1)
        ++end;
    const Result<QList<Message>> messages = history.messages(current.id, current.ids[first], static_cast<int>(end - first));
    if (!messages)
        return std::unexpected(messages.error());
    for (std::size_t i = first; i < end; ++i)
        write(current.ids[i], messages->value(static_cast<qsizetype>(i - first)));
    current.next = end;
    return {};
}

void HistoryExport::write(int id, const Message& message)
{
    if (m_format == ExportFormat::Json)
        m_json.add(m_current->parents[static_cast<std::size_t>(id)], message);
    else
        writeText(markdownTurn(message));
}

void HistoryExport::writeText(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    m_textFailed = m_textFailed || m_file.write(bytes) != bytes.size();
}

void HistoryExport::endCurrent()
{
    if (m_format == ExportFormat::Json)
        m_json.end(m_current->chosen);
    m_current.reset();
    countConversation();
}

Result<void> HistoryExport::finish()
{
    if (m_format == ExportFormat::Json && !m_json.finish())
        return std::unexpected(writeErrorOf(m_file));
    return m_whole ? m_whole->commit() : flushed(m_file);
}

}
