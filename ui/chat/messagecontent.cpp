#include "ui/chat/messagecontent.h"

#include "core/engine/streamstate.h"
#include "ui/chat/messageroles.h"
#include "ui/chat/statewords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QModelIndex>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Below this an answer came in one go, and a rate would be a figure of speech.
constexpr double ShortestMeasuredMs = 50;

QString duration(double ms)
{
    if (ms < 1000)
        return QCoreApplication::translate("MessageFooter", "%1 ms").arg(qRound(ms));
    return QCoreApplication::translate("MessageFooter", "%1 s").arg(QLocale().toString(ms / 1000, 'f', 2));
}

// The beginning says which family, the end which size and build.
QString shortModelName(const QString& name)
{
    constexpr qsizetype MostShown = 40; // characters
    if (name.size() <= MostShown)
        return name;
    return name.left(MostShown / 2) + u'…' + name.right(MostShown / 2 - 1);
}

// Tokens as the server counted them, else the deltas that came, and said so.
QStringList amounts(const AnswerFigures& figures)
{
    const bool isCounted = figures.usage.completionTokens.has_value();
    const qint64 count = isCounted ? *figures.usage.completionTokens : figures.textDeltas;
    QStringList texts;
    if (figures.ttftMs && figures.e2eMs && *figures.e2eMs - *figures.ttftMs >= ShortestMeasuredMs && count > 1) {
        const QString rate = QLocale().toString(double(count - 1) * 1000 / (*figures.e2eMs - *figures.ttftMs), 'f', 1);
        texts << (isCounted ? QCoreApplication::translate("MessageFooter", "%1 tokens/s")
                            : QCoreApplication::translate("MessageFooter", "%1 deltas/s"))
                     .arg(rate);
    }
    if (isCounted)
        texts << QCoreApplication::translate("MessageFooter", "%1 tokens").arg(QLocale().toString(count));
    else if (count > 0 && figures.e2eMs)
        texts << QCoreApplication::translate("MessageFooter", "%1 deltas").arg(QLocale().toString(count));
    return texts;
}

}

MessageContent readMessage(const QModelIndex& index)
{
    const QVariant isLoaded = index.data(MessageIsLoadedRole); // a model that has all of its messages answers nothing
    return {.author = Role(index.data(MessageAuthorRole).toInt()),
        .state = MessageState(index.data(MessageStateRole).toInt()),
        .serverStop = ServerStop(index.data(MessageServerStopRole).toInt()),
        .text = index.data(MessageTextRole).toString(),
        .reasoning = index.data(MessageReasoningRole).toString(),
        .attachments = index.data(MessageAttachmentsRole).value<QList<Attachment>>(),
        .error = index.data(MessageErrorRole).toString(),
        .trouble = index.data(MessageTroubleRole).toString(),
        .model = index.data(MessageModelRole).toString(),
        .figures = index.data(MessageFiguresRole).value<AnswerFigures>(),
        .seams = index.data(MessageSeamsRole).value<QList<Seam>>(),
        .isLoaded = isLoaded.isNull() || isLoaded.toBool(),
        .rewrites = index.data(MessageRewritesRole).toInt(),
        .siblings = index.data(MessageSiblingRole).value<SiblingPlace>()};
}

QString footerText(const MessageContent& message)
{
    if (message.author != Role::Assistant || message.state == MessageState::Pending)
        return {};
    QStringList parts;
    if (!message.trouble.isEmpty())
        parts << message.trouble;
    else if (message.state != MessageState::Complete)
        parts << stateWords(message.state, message.serverStop);
    if (!message.model.isEmpty())
        parts << shortModelName(message.model);
    if (message.figures.cached)
        parts << QCoreApplication::translate("MessageFooter", "cached");
    if (message.figures.ttftMs)
        parts << QCoreApplication::translate("MessageFooter", "TTFT %1").arg(duration(*message.figures.ttftMs));
    parts << amounts(message.figures);
    if (message.figures.reconnects > 0)
        parts << (message.figures.reconnects == 1
                ? QCoreApplication::translate("MessageFooter", "1 reconnect")
                : QCoreApplication::translate("MessageFooter", "%n reconnects", nullptr, message.figures.reconnects));
    return parts.join(u"  ·  "_s);
}

}
