#pragma once

#include "core/store/historydatabase.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace sluice::test {

/// What a killed program left on the disk, as its next start will have it.
struct StoredChat
{
    QString wrong; ///< the first thing that must not be; empty = none
    qsizetype conversations = 0;
    QList<Message> messages; ///< of the newest conversation

    QString text() const { return messages.size() > 1 ? messages.last().text : QString(); }
};

/// Looks at a copy, so that the next start finds \a directory as it was left.
inline StoredChat readStoredChat(const QString& directory)
{
    using namespace Qt::StringLiterals;
    const QTemporaryDir copy;
    const QStringList files = QDir(directory).entryList({u"history*.db*"_s}, QDir::Files);
    for (const QString& name : files)
        QFile::copy(QDir(directory).filePath(name), copy.filePath(name));

    StoredChat found;
    HistoryDatabase history(copy.path());
    const Result<HistoryOpening> opening = history.open(HistoryDatabase::Access::Write);
    if (!opening) {
        found.wrong = opening.error().message;
        return found;
    }
    if (opening->damage)
        found.wrong = *opening->damage;
    else if (history.database().number("SELECT integrity_check <> 'ok' FROM pragma_integrity_check").value_or(1) != 0)
        found.wrong = u"not whole"_s;
    else if (history.database().number("SELECT count(*) FROM journal").value_or(1) != 0)
        found.wrong = u"pieces were left over"_s;
    const QList<ConversationSummary> all = history.list({}, 100).value_or(QList<ConversationSummary>());
    found.conversations = all.size();
    if (all.isEmpty())
        return found;
    const Result<QList<Message>> messages = history.messages(all.front().id, 0, 1000);
    if (messages)
        found.messages = *messages;
    else
        found.wrong = messages.error().message;
    return found;
}

}
