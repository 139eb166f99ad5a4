#include "core/exchange/markdownexport.h"

#include <QDateTime>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

QString headingOf(const Message& message)
{
    QString heading = message.role == Role::Assistant ? u"Assistant"_s : message.role == Role::User ? u"You"_s : u"System"_s;
    if (!message.model.isEmpty())
        heading += " ("_L1 + message.model + u')';
    return heading;
}

QString quoted(QString text)
{
    return "> "_L1 + text.replace("\n"_L1, "\n> "_L1);
}

}

QString markdownTitle(const ConversationSummary& summary)
{
    return "# "_L1 + (summary.title.isEmpty() ? u"Conversation"_s : summary.title.simplified()) + "\n\n"_L1;
}

QString markdownTurn(const Message& message)
{
    QString out = "## "_L1 + headingOf(message) + "\n\n"_L1;
    for (const Attachment& attachment : message.attachments)
        out += "*Attached: "_L1 + attachment.name + "*\n\n"_L1;
    if (!message.reasoning.isEmpty())
        out += quoted(message.reasoning) + "\n\n"_L1;
    if (!message.text.isEmpty())
        out += message.text + "\n\n"_L1;
    if (isCutShort(message.state))
        out += "*("_L1 + messageStateName(message.state) + (message.error ? ": "_L1 + message.error->message : QString())
            + ")*\n\n"_L1;
    return out;
}

QString conversationMarkdown(const ConversationRecord& record)
{
    QString out = markdownTitle(record.summary);
    for (const int id : shownPath(record.shape))
        out += markdownTurn(record.messages.at(id));
    out.chop(1);
    return out;
}

}
