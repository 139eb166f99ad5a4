#include "core/chat/continuedrequest.h"

namespace sluice {

using namespace Qt::StringLiterals;

QString trimmedEnd(const QString& text)
{
    qsizetype size = text.size();
    while (size > 0 && text[size - 1].isSpace())
        --size;
    return text.first(size);
}

ChatRequest prefilledRequest(const ChatRequest& request, const QString& partial)
{
    ChatRequest prefilled = request;
    Message beginning;
    beginning.role = Role::Assistant;
    beginning.text = trimmedEnd(partial);
    prefilled.messages.append(beginning);
    prefilled.continuesAnswer = true;
    return prefilled;
}

ChatRequest quotedRequest(const ChatRequest& request, const QString& partial)
{
    // For the model, so it is not translated.
    const QString wish = u"Your answer to this broke off. What arrived of it:\n\n<partial_answer>\n%1\n</partial_answer>\n\n"
                         "Go on exactly where it ends. Do not repeat any of it, and write nothing before the continuation."_s;
    ChatRequest quoted = request;
    const QString quote = wish.arg(trimmedEnd(partial));
    if (!quoted.messages.isEmpty() && quoted.messages.last().role == Role::User) {
        QString& text = quoted.messages.last().text;
        text += (text.isEmpty() ? QString() : u"\n\n"_s) + quote;
        return quoted;
    }
    Message turn;
    turn.text = quote;
    quoted.messages.append(turn);
    return quoted;
}

}
