#include "core/engine/historyexport.h"

#include "core/exchange/markdownexport.h"
#include "core/store/historydatabase.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int ConversationsAtOnce = 200;
constexpr int MessagesAtOnce = 64;

Error writeErrorOf(const QString& fileName, const QString& why)
{
    const QString what = fileName.isEmpty() ? u"The output"_s : u"'%1'"_s.arg(fileName);
    return {.kind = ErrorKind::Storage, .message = u"%1 cannot be written: %2."_s.arg(what, why)};
}

}

HistoryExport::HistoryExport(const QString& fileName, ExportFormat format, const QString& conversation)
    : m_format(format)
    , m_only(conversation)
    , m_saved(std::make_unique<QSaveFile>(fileName))
    , m_file(*m_saved)
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
        return std::unexpected(writeError());
    return false;
}

Result<void> HistoryExport::openFile()
{
    if (!m_saved || m_saved->isOpen())
        return {};
    const QString name = m_saved->fileName();
    // It would be replaced by an ordinary one.
    if (const QFileInfo there(name); there.exists() && !there.isFile())
        return std::unexpected(writeErrorOf(name, there.isDir() ? u"it is a folder"_s : u"it is no ordinary file"_s));
    if (!m_saved->open(QIODevice::WriteOnly))
        return std::unexpected(writeErrorOf(name, m_saved->errorString()));
    return {};
}

// Why writing has failed.
Error HistoryExport::writeError()
{
    auto* file = qobject_cast<QFileDevice*>(&m_file);
    // Of what was written in part, Qt knows no reason: the rest, tried once more, tells it.
    if (file)
        file->flush();
    return writeErrorOf(file ? file->fileName() : QString(), m_file.errorString());
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
        return std::unexpected(writeError());
    // Before commit(), which takes a file for whole that was written in part.
    auto* file = qobject_cast<QFileDevice*>(&m_file);
    if (m_textFailed || (file && !file->flush()))
        return std::unexpected(writeError());
    if (m_saved && !m_saved->commit())
        return std::unexpected(writeErrorOf(m_saved->fileName(), m_saved->errorString()));
    return {};
}

}
