#pragma once

#include "core/base/result.h"
#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"

#include <QIODevice>

namespace sluice {

/// Our own format, complete: what is written comes back the same. One JSON array with a conversation each; docs/exchange.md has
/// its fields. Written conversation by conversation, so that memory is that of the largest one.
class SluiceJsonWriter
{
public:
    /// \a file must be open and outlive this.
    explicit SluiceJsonWriter(QIODevice& file);

    Result<void> add(const ConversationRecord& record);
    /// Closes the array.
    Result<void> finish();

private:
    Result<void> write(const QByteArray& bytes);

    QIODevice& m_file;
    bool m_isFirst = true;
};

/// Whether \a element of a file is a conversation of ours.
bool isSluiceJson(const JsonValue& element);

/// Unknown fields are ignored; Protocol for a newer version and for what cannot hang together.
Result<ConversationRecord> readSluiceJson(const JsonValue& element);

}
