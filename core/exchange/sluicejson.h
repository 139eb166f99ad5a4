#pragma once

#include "core/base/result.h"
#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"

#include <QIODevice>

#include <optional>
#include <vector>

namespace sluice {

/// Our own format, complete: what is written comes back the same. One JSON array with a conversation each; docs/exchange.md has
/// its fields. Written message by message, so that it costs no memory, however long a conversation is. After the first error
/// nothing more is written, and finish() returns it.
class SluiceJsonWriter
{
public:
    /// \a file must be open and outlive this.
    explicit SluiceJsonWriter(QIODevice& file);

    /// Begins a conversation; its messages by id follow, then end().
    void begin(const ConversationSummary& summary);
    void add(int parent, const Message& message);
    void end(const std::vector<MessageShape::Link>& chosen);

    /// A whole conversation.
    void add(const ConversationRecord& record);

    /// Closes the array.
    Result<void> finish();
    bool hasFailed() const { return m_error.has_value(); }

private:
    void write(const QByteArray& bytes);

    QIODevice& m_file;
    std::optional<Error> m_error;
    bool m_isFirst = true;
    int m_next = 0; ///< id of the next message
};

/// Whether \a element of a file is a conversation of ours.
bool isSluiceJson(const JsonValue& element);

/// Reads a conversation of ours out of its document, which has to stay, some messages at a time. Unknown fields are ignored.
class SluiceJsonReader
{
public:
    explicit SluiceJsonReader(const JsonValue& element);

    /// True = record() is whole. Protocol for a newer version and for what cannot hang together.
    Result<bool> readSome();

    const ConversationRecord& record() const { return m_record; }

private:
    void readSummary();
    bool readMessage(const JsonValue& value);
    void readChosen();

    JsonValue m_element;
    JsonArrayCursor m_messages;
    ConversationRecord m_record;
};

}
