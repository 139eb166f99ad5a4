#include "core/engine/chatsession.h"

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxTitleCharacters = 60;

/// The first line that says something, cut at a word where there is one.
QString titleFrom(const QString& text)
{
    const QString line = text.trimmed().section(u'\n', 0, 0).simplified();
    if (line.size() <= MaxTitleCharacters)
        return line;
    QString cut = line.first(MaxTitleCharacters);
    const qsizetype space = cut.lastIndexOf(u' ');
    if (space > MaxTitleCharacters / 2)
        cut.truncate(space);
    else if (cut.back().isHighSurrogate())
        cut.chop(1);
    return cut + u'…';
}

MessageState stateAfter(const StreamEnd& end)
{
    if (!end.error)
        return MessageState::Complete;
    return end.error->kind == ErrorKind::Cancelled ? MessageState::Stopped : MessageState::Failed;
}

}

struct ChatSession::Private
{
    ChatSession& q;
    ChatEngine& engine;
    const QString id;
    QString title;
    std::vector<Message> messages;
    std::unique_ptr<StreamHandle> stream; ///< also after its end, until the next one: its status is shown
    bool running = false;
    Millis frameInterval {16};
    /// regenerate(): the new answer waits here until something of it has come, and the old one stays.
    std::optional<Message> replacement;

    void start(const SessionTarget& target, int turns);
    ChatRequest requestFor(const SessionTarget& target, int turns) const;
    void takeFrame(const FrameBatch& batch);
    void takeEnd(const StreamEnd& end);
    void applyFigures(Message& answer) const;
    void insertReplacement();
    int last() const { return static_cast<int>(messages.size()) - 1; }
    static Message newAnswer(const SessionTarget& target);
};

Message ChatSession::Private::newAnswer(const SessionTarget& target)
{
    Message answer;
    answer.role = Role::Assistant;
    answer.state = MessageState::Pending;
    answer.model = target.model.isEmpty() ? target.endpoint.model : target.model;
    answer.createdAt = QDateTime::currentDateTimeUtc();
    return answer;
}

ChatRequest ChatSession::Private::requestFor(const SessionTarget& target, int turns) const
{
    ChatRequest request;
    request.model = target.model.isEmpty() ? target.endpoint.model : target.model;
    for (int i = 0; i < turns; ++i) {
        const Message& turn = messages[static_cast<std::size_t>(i)];
        if (!turn.text.isEmpty()) // an answer that failed before its first word is no context
            request.messages.append(turn);
    }
    return request;
}

void ChatSession::Private::start(const SessionTarget& target, int turns)
{
    StreamRequest request;
    request.endpoint = target.endpoint;
    request.key = target.key;
    request.chat = requestFor(target, turns);
    request.strategy = target.strategy;
    request.frameInterval = frameInterval;
    running = true;
    stream = engine.start(request);
    connect(stream.get(), &StreamHandle::statusChanged, &q, &ChatSession::statusChanged);
    connect(stream.get(), &StreamHandle::frame, &q, [this](const FrameBatch& batch) { takeFrame(batch); });
    connect(stream.get(), &StreamHandle::ended, &q, [this](const StreamEnd& end) { takeEnd(end); });
    Q_EMIT q.statusChanged(stream->status());
}

void ChatSession::Private::takeFrame(const FrameBatch& batch)
{
    insertReplacement();
    Message& answer = messages.back();
    answer.text += batch.text;
    answer.reasoning += batch.reasoning;
    answer.state = MessageState::Streaming;
    answer.figures.cached = answer.figures.cached || batch.cached;
    if (batch.usage)
        answer.figures.usage = *batch.usage;
    applyFigures(answer);
    Q_EMIT q.messageChanged(last());
}

void ChatSession::Private::applyFigures(Message& answer) const
{
    const StreamFigures figures = stream->figures();
    answer.figures.ttftMs = figures.ttftMs;
    answer.figures.e2eMs = figures.e2eMs;
    answer.figures.textDeltas = figures.textDeltas;
    answer.figures.reconnects = figures.reconnects;
}

void ChatSession::Private::takeEnd(const StreamEnd& end)
{
    running = false;
    if (replacement && end.error) {
        // Nothing came that could replace the old answer: it stays, with the reason beside it, unless the user stopped it.
        replacement.reset();
        if (end.error->kind != ErrorKind::Cancelled)
            messages.back().error = end.error;
    } else {
        insertReplacement();
        Message& answer = messages.back();
        answer.state = stateAfter(end);
        answer.finishReason = end.finishReason;
        if (answer.state == MessageState::Failed)
            answer.error = end.error;
        applyFigures(answer);
    }
    Q_EMIT q.messageChanged(last());
}

void ChatSession::Private::insertReplacement()
{
    if (!replacement)
        return;
    const int index = last();
    messages.pop_back();
    Q_EMIT q.messageRemoved(index);
    messages.push_back(*std::exchange(replacement, std::nullopt));
    Q_EMIT q.messagesAppended(index, index);
}

ChatSession::ChatSession(ChatEngine& engine, const QString& id, QObject* parent)
    : QObject(parent)
    , d(new Private {.q = *this, .engine = engine, .id = id, .title = {}, .messages = {}, .stream = {}, .replacement = {}})
{ }

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
    return static_cast<int>(d->messages.size());
}

const Message& ChatSession::message(int index) const
{
    Q_ASSERT(index >= 0 && index < messageCount());
    return d->messages[static_cast<std::size_t>(index)];
}

void ChatSession::send(const QString& text, const SessionTarget& target)
{
    Q_ASSERT(!isRunning());
    if (isRunning())
        return;
    const int first = messageCount();
    Message question;
    question.text = text;
    question.createdAt = QDateTime::currentDateTimeUtc();
    d->messages.push_back(question);
    d->messages.push_back(Private::newAnswer(target));
    d->start(target, first + 1);
    Q_EMIT messagesAppended(first, first + 1);
    if (d->title.isEmpty())
        setTitle(titleFrom(text));
}

void ChatSession::regenerate(const SessionTarget& target)
{
    Q_ASSERT(!isRunning());
    if (isRunning() || d->messages.empty() || d->messages.back().role != Role::Assistant)
        return;
    d->replacement = Private::newAnswer(target);
    d->start(target, d->last());
}

void ChatSession::stop()
{
    if (isRunning())
        d->stream->stop();
}

void ChatSession::setStrategy(const StrategyOptions& options)
{
    if (isRunning())
        d->stream->setStrategy(options);
}

void ChatSession::setFrameInterval(Millis interval)
{
    d->frameInterval = interval;
    if (isRunning())
        d->stream->setFrameInterval(interval);
}

StreamStatus ChatSession::status() const
{
    return d->stream ? d->stream->status() : StreamStatus {};
}

bool ChatSession::isRunning() const
{
    return d->running;
}

}
