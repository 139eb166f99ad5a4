#include "core/engine/chatsession.h"

#include "core/engine/chatsessionprivate.h"
#include "core/engine/sessiontitle.h"

#include <ranges>
#include <utility>

namespace sluice {

namespace {

Message newTurn(Role role, const QString& text)
{
    Message turn;
    turn.role = role;
    turn.text = text;
    turn.createdAt = QDateTime::currentDateTimeUtc();
    return turn;
}

}

// Appends the answer to what is in the rows before \a row, which is the next free one.
void ChatSession::Private::answer(int row, const SessionTarget& target)
{
    Message message = newTurn(Role::Assistant, {});
    message.state = MessageState::Pending;
    message.model = target.chosenModel();
    answerId = messages.append(message);
    journal.begin(answerId);
    writer.begin(answerId, target, RequestContext(row));
}

// The answer is the end of its branch: nothing can be added to it while it runs. So it is the last row, or not shown.
bool ChatSession::Private::isLastShown(int message) const
{
    return messages.count() > 0 && messages.tree().idAt(last()) == message;
}

void ChatSession::Private::tellWritten(int written)
{
    journal.changed(writer.held());
    if (isLastShown(written))
        Q_EMIT q.messageChanged(last());
}

void ChatSession::Private::tellLoaded(int firstId, int lastId)
{
    writer.goOn();
    const RowRange rows = messages.tree().rowsOf(firstId, lastId);
    if (!rows.isEmpty())
        Q_EMIT q.messagesLoaded(rows.first, rows.end - 1);
}

// What is in \a row and below gives way to \a version and what was chosen after it.
void ChatSession::Private::follow(int row, int version)
{
    cut(row);
    messages.follow(version);
    journal.chosen(version);
    Q_EMIT q.messagesAppended(row, last());
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

ChatSession::ChatSession(ChatEngine& engine, const QString& id, std::unique_ptr<MessageSource> source,
    std::unique_ptr<MessageSink> sink, std::unique_ptr<TimelineKeeper> timelines, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, engine, id, std::move(source), std::move(sink), std::move(timelines)))
{
    connect(&d->writer, &AnswerWriter::timelineChanged, this, &ChatSession::timelineChanged);
    connect(&d->writer, &AnswerWriter::timed, this, [this](int timed) {
        if (d->timelines)
            d->timelines->put(timed, d->writer.timeline());
    });
    connect(&d->writer, &AnswerWriter::statusChanged, this, &ChatSession::statusChanged);
    connect(&d->writer, &AnswerWriter::frameCame, this, [this](int answer, TimePoint received) {
        if (d->isLastShown(answer))
            Q_EMIT frameCame(received);
    });
    connect(&d->writer, &AnswerWriter::written, this, [this](int written) { d->tellWritten(written); });
    connect(&d->writer, &AnswerWriter::heldMore, this, [this] { d->journal.changed(d->writer.held()); });
    connect(&d->writer, &AnswerWriter::settled, this, [this](int settled) {
        d->journal.settled(settled);
        if (const int row = d->messages.tree().rowOf(settled); row >= 0)
            Q_EMIT messageChanged(row);
    });
    if (const MessagePages* pages = d->messages.pages())
        connect(pages, &MessagePages::loaded, this, [this](int first, int last) { d->tellLoaded(first, last); });
}

// What the sink has says "streaming" and would only be seen to be interrupted when the program starts next.
ChatSession::~ChatSession()
{
    blockSignals(true); // nobody else needs to hear of it any more
    d->writer.interrupt();
}

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

void ChatSession::send(const QString& text, const SessionTarget& target, const QList<Attachment>& attachments)
{
    Q_ASSERT(!isRunning());
    if (isRunning())
        return;
    const int first = messageCount();
    Message turn = newTurn(Role::User, text);
    turn.attachments = attachments;
    d->journal.added(d->messages.append(turn));
    d->answer(first + 1, target);
    Q_EMIT messagesAppended(first, first + 1);
    if (d->title.isEmpty())
        setTitle(sessionTitle(text.trimmed().isEmpty() && !attachments.isEmpty() ? attachments.first().name : text));
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

void ChatSession::editAndResend(int row, const QString& text, const SessionTarget& target, const QList<Attachment>& attachments)
{
    if (isRunning() || !d->isRole(row, Role::User))
        return;
    d->cut(row);
    send(text, target, attachments);
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
    message.serverStop = ServerStop::NotAsked;
    const PartialAnswer partial {.text = message.text, .reasoning = message.reasoning};
    d->answerId = id;
    d->journal.begin(id);
    d->writer.begin(id, target, RequestContext(row), partial);
    Q_EMIT messageChanged(row);
}

void ChatSession::switchSibling(int row, int by)
{
    const int id = row >= 0 && row < messageCount() ? d->messages.tree().sibling(row, by) : -1;
    if (id < 0 || by == 0 || d->writer.isWaiting()) // a request is being put together from these very rows
        return;
    d->follow(row, id);
}

int ChatSession::showMessage(int id)
{
    const MessageTree& tree = d->messages.tree();
    if (!tree.contains(id))
        return -1;
    const std::vector<int> choices = tree.choicesTo(id);
    if (choices.empty())
        return tree.rowOf(id);
    if (d->writer.isWaiting()) // a request is being put together from these very rows
        return -1;
    // From the first one on the path is another; the later ones are chosen before it is made.
    for (const int choice : choices | std::views::drop(1)) {
        d->messages.choose(choice);
        d->journal.chosen(choice);
    }
    const int parent = tree.parentOf(choices.front());
    d->follow(parent < 0 ? 0 : tree.rowOf(parent) + 1, choices.front());
    return tree.rowOf(id);
}
}
