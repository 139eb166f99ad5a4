#include "core/recording/recordedprompt.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// A content: a string, or parts of which some hold text.
QString wordsOf(const QJsonValue& content)
{
    if (content.isString())
        return content.toString();
    QStringList texts;
    for (const QJsonValue& part : content.toArray()) {
        const QString text = part["text"_L1].toString();
        if (!text.isEmpty())
            texts.append(text);
    }
    return texts.join(u"\n\n"_s);
}

}

QString recordedPrompt(const Recording& recording)
{
    if (recording.exchanges.isEmpty())
        return {};
    const QJsonObject body = QJsonDocument::fromJson(recording.exchanges.first().request.body).object();
    if (body.value("message"_L1).isString()) // the gateway's /chat
        return body.value("message"_L1).toString();
    const QJsonValue input = body.contains("input"_L1) ? body.value("input"_L1) : body.value("messages"_L1);
    if (input.isString())
        return input.toString();
    const QJsonArray turns = input.toArray();
    for (qsizetype i = turns.size() - 1; i >= 0; --i) {
        if (turns.at(i)["role"_L1].toString() == "user"_L1)
            return wordsOf(turns.at(i)["content"_L1]);
    }
    return {};
}

}
