#include "core/engine/chatsession.h"

#include "core/chat/branchedmessages.h"
#include "core/engine/answerwriter.h"
#include "core/engine/sessiontitle.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

QString trimmedEnd(const QString& text)
{
    qsizetype size = text.size();
    while (size > 0 && text[size - 1].isSpace())
        --size;
    return text.first(size);
}

Message newTurn(Role role, const QString& text)
{
    Message turn;
    turn.role = role;
    turn.text = text;
    turn.createdAt = QDateTime::currentDateTimeUtc();
    return turn;
}

}

struct ChatSession::Private
{
    ChatSession& q;
    const QString id;
    BranchedMessages messages;
    AnswerWriter writer;
    QString title = {};

    void answer(int row, const SessionTarget& target);
    void cut(int row);
    void tellWritten(int id);
    bool isRole(int row, Role role) const;
    int last() const { return messages.count() - 1; }

    Private(ChatSession& session, ChatEngine& engine, const QString& sessionId, std::unique_ptr<MessageSource> source)
        : q(session)
        , id(sessionId)
        , messages(source ? std::make_unique<MessagePages>(std::move(source)) : nullptr)
        , writer(engine, messages)
    { }
};

// Appends the answer to what is in the rows before \a row, which is the next free one.
void ChatSession::Private::answer(int row, const SessionTarget& target)
{
    Message message = newTurn(Role::Assistant, {});
    message.state = MessageState::Pending;
    message.model = target.chosenModel();
    writer.begin(messages.append(message), target, RequestContext(row));
}

// The answer is the end of its branch: nothing can be added to it while it runs. So it is the last row, or not shown.
void ChatSession::Private::tellWritten(int written)
{
    if (messages.count() > 0 && messages.tree().idAt(last()) == written)
        Q_EMIT q.messageChanged(last());
}

void ChatSession::Private::cut(int row)
{
    const int end = last();
    Q_EMIT q.messagesAboutToBeRemoved(row, end);
    messages.cut(row);
    Q_EMIT q.messagesRemoved(row, end);
}

bool ChatSession::Private::isRole(int row, Role role) const
{
    const Message* message = row >= 0 && row <= last() ? messages.at(row) : nullptr;
    return message && message->role == role;
}

ChatSession::ChatSession(ChatEngine& engine, const QString& id, QObject* parent)
    : ChatSession(engine, id, nullptr, parent)
{ }

ChatSession::ChatSession(ChatEngine& engine, const QString& id, std::unique_ptr<MessageSource> source, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, engine, id, std::move(source)))
{
    connect(&d->writer, &AnswerWriter::statusChanged, this, &ChatSession::statusChanged);
    connect(&d->writer, &AnswerWriter::written, this, [this](int written) { d->tellWritten(written); });
    if (!d->messages.pages())
        return;
    connect(d->messages.pages(), &MessagePages::loaded, this, [this](int first, int last) {
        d->writer.goOn();
        const int shown = std::min(last, d->messages.tree().rowsOfTrunk() - 1);
        if (first <= shown)
            Q_EMIT messagesLoaded(first, shown);
    });
}

ChatSession::~ChatSession() = default;

QString ChatSession::id() const
{
    return d->id;
}

QString ChatSession::title() const
{
    return d->title;
}

void ChatSession::setTitle(const QString& title)
{
    if (title == d->title)
        return;
    d->title = title;
    Q_EMIT titleChanged();
}

int ChatSession::messageCount() const
{
    return d->messages.count();
}

const Message* ChatSession::loadedMessage(int row) const
{
    return d->messages.at(row);
}

bool ChatSession::load(int row)
{
    return d->messages.load(row);
}

SiblingPlace ChatSession::siblingPlace(int row) const
{
    return d->messages.tree().place(row);
}

bool ChatSession::canContinue() const
{
    const int last = d->last();
    return !isRunning() && d->isRole(last, Role::Assistant) && isCutShort(d->messages.at(last)->state);
}

bool ChatSession::contains(QStringView needle) const
{
    return d->messages.contain(needle);
}

void ChatSession::send(const QString& text, const SessionTarget& target)
{
    Q_ASSERT(!isRunning());
    if (isRunning())
        return;
    const int first = messageCount();
    d->messages.append(newTurn(Role::User, text));
    d->answer(first + 1, target);
    Q_EMIT messagesAppended(first, first + 1);
    if (d->title.isEmpty())
        setTitle(sessionTitle(text));
}

void ChatSession::regenerate(int row, const SessionTarget& target)
{
    if (isRunning() || !d->isRole(row, Role::Assistant))
        return;
    SessionTarget fresh = target;
    fresh.cache.read = false; // who asks for another answer does not want the same one
    d->cut(row);
    d->answer(row, fresh);
    Q_EMIT messagesAppended(row, row);
}

void ChatSession::regenerate(const SessionTarget& target)
{
    regenerate(d->last(), target);
}

void ChatSession::editAndResend(int row, const QString& text, const SessionTarget& target)
{
    if (isRunning() || !d->isRole(row, Role::User))
        return;
    d->cut(row);
    send(text, target);
}

void ChatSession::continueAnswer(const SessionTarget& target)
{
    if (!canContinue())
        return;
    const int row = d->last();
    const int id = d->messages.tree().idAt(row);
    Message& message = *d->messages.writable(id);
    message.state = MessageState::Pending;
    message.figures = {}; // of the stream that ended
    message.error.reset();
    message.finishReason.clear();
    // Servers refuse to go on with what ends in white space.
    const Message given = newTurn(Role::Assistant, trimmedEnd(message.text));
    RequestContext context(row + 1);
    context.take(given);
    d->writer.begin(id, target, std::move(context), PrefixEcho(given.text));
    Q_EMIT messageChanged(row);
}

void ChatSession::switchSibling(int row, int by)
{
    const int id = row >= 0 && row < messageCount() ? d->messages.tree().sibling(row, by) : -1;
    if (id < 0 || by == 0 || d->writer.isWaiting()) // a request is being put together from these very rows
        return;
    d->cut(row);
    d->messages.follow(id);
    Q_EMIT messagesAppended(row, d->last());
}

void ChatSession::stop()
{
    d->writer.stop();
}

void ChatSession::setStrategy(const StrategyOptions& options)
{
    d->writer.setStrategy(options);
}

void ChatSession::setFrameInterval(Millis interval)
{
    d->writer.setFrameInterval(interval);
}

StreamStatus ChatSession::status() const
{
    return d->writer.status();
}

bool ChatSession::isRunning() const
{
    return d->writer.isRunning();
}

}
