#pragma once

#include "core/engine/sessiontarget.h"
#include "tests/support/scriptedserver.h"

namespace sluice::test {

/// A whole OpenAI answer with \a text and its usage.
inline Script openAiAnswer(const QByteArray& text)
{
    const QByteArray usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
    return {send(chunkedHead() + chunk(openAiText(text) + openAiFinish() + usage + OpenAiDone) + lastChunk())};
}

/// An answer that breaks off after \a text.
inline Script brokenAnswer(const QByteArray& text)
{
    return {send(chunkedHead() + chunk(openAiText(text))), closeConnection()};
}

inline SessionTarget targetAt(const QUrl& url)
{
    SessionTarget target;
    target.endpoint.id = QStringLiteral("test");
    target.endpoint.name = QStringLiteral("Test");
    target.endpoint.provider = QStringLiteral("openai");
    target.endpoint.baseUrl = url;
    target.endpoint.model = QStringLiteral("m");
    return target;
}

}
