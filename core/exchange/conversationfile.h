#pragma once

#include "core/base/result.h"
#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"
#include "core/exchange/jsonelements.h"
#include "core/exchange/sluicejson.h"

#include <QIODevice>

#include <optional>

namespace sluice {

/// Reads conversations out of a file of any of the known formats, one after the other: Sluice JSON, ChatGPT's
/// `conversations.json`, Open WebUI's export. Each says itself what it is. One thread.
class ConversationFile
{
public:
    /// \a file must be open and outlive this.
    explicit ConversationFile(QIODevice& file);

    /// Reads on, a piece at most. True = next() has its answer.
    bool readSome();

    /// The next one; nothing behind the last. Protocol for what is no conversation, or none we know. After a conversation that
    /// is damaged in itself (canGoOn()) the next call goes on behind it.
    Result<std::optional<ConversationRecord>> next();
    bool canGoOn() const { return m_canGoOn; }

    qint64 bytesRead() const { return m_elements.bytesRead(); }

private:
    using Answer = Result<std::optional<ConversationRecord>>;

    std::optional<Answer> begin();
    std::optional<Answer> goOn();

    JsonElements m_elements;
    JsonReader m_reader;
    std::optional<SluiceJsonReader> m_reading; ///< a conversation of ours, of any length
    std::optional<Answer> m_answer; ///< of the next next()
    bool m_canGoOn = true;
};

}
