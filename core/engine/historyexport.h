#pragma once

#include "core/base/wholefile.h"
#include "core/exchange/sluicejson.h"
#include "core/store/historystore.h"
#include "core/store/historytask.h"

#include <memory>
#include <optional>

namespace sluice {

enum class ExportFormat {
    Json, ///< complete; see SluiceJsonWriter
    Markdown, ///< the shown turns, to read
};

/// Writes one conversation, or all of them, into a file. A file under a name appears only when it is whole; what had the name is
/// replaced then, if it is an ordinary file. What cannot be written ends it at once, and is told with its reason.
class HistoryExport final : public HistoryTask
{
public:
    /// \a conversation is an id; empty = all.
    HistoryExport(const QString& fileName, ExportFormat format, const QString& conversation = {});
    /// \a file, of any kind, must be open and outlive this.
    HistoryExport(QIODevice& file, ExportFormat format, const QString& conversation = {});
    ~HistoryExport() override;

    Result<bool> step(HistoryDatabase& history) override;

private:
    // The conversation that is being written.
    struct Current
    {
        QString id;
        std::vector<int> ids; ///< of the messages to write, in order
        std::vector<int> parents; ///< by id
        std::vector<MessageShape::Link> chosen;
        std::size_t next = 0;
    };

    Result<void> openFile();
    Result<bool> beginNext(HistoryDatabase& history);
    Result<void> begin(HistoryDatabase& history, const QString& id);
    Result<void> writeSome(HistoryDatabase& history);
    void write(int id, const Message& message);
    void writeText(const QString& text);
    void endCurrent();
    Result<void> finish();

    const ExportFormat m_format;
    const QString m_only;
    std::unique_ptr<WholeFile> m_whole; ///< ours, by name
    QIODevice& m_file;
    SluiceJsonWriter m_json;
    QList<ConversationSummary> m_page;
    std::optional<ConversationKey> m_after;
    bool m_isListed = false;
    bool m_textFailed = false;
    std::optional<Current> m_current;
};

}
