#pragma once

#include "core/chat/messagesource.h"

#include <QString>

#include <expected>
#include <memory>

namespace sluice::bench {

/// A conversation of \a count messages that are made up when they are asked for.
std::unique_ptr<MessageSource> madeUpConversation(int count);

/// The conversation in a file of JSON, [{"role","content"}…], or why it cannot be read. It is read once and piece by piece, and
/// put on disk so that any message is found at once: memory does not depend on its size.
std::expected<std::unique_ptr<MessageSource>, QString> conversationFromFile(const QString& path);

}
