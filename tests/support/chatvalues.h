#pragma once

#include "core/chat/conversation.h"
#include "core/chat/endpoint.h"

namespace sluice::test {

/// A turn that holds only what a request is made of.
inline Message turn(Role role, const QString& text, MessageState state = MessageState::Complete)
{
    Message message;
    message.role = role;
    message.text = text;
    message.state = state;
    return message;
}

/// An endpoint of which only the address matters.
inline Endpoint endpointAt(const QUrl& baseUrl)
{
    Endpoint endpoint;
    endpoint.baseUrl = baseUrl;
    return endpoint;
}

}
