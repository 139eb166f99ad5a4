#include "ui/chat/answerannouncer.h"

#include "ui/chat/messageroles.h"

#include <QAbstractItemModel>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

bool isRunning(MessageState state)
{
    return state == MessageState::Pending || state == MessageState::Streaming;
}

MessageState stateOf(const QModelIndex& index)
{
    return MessageState(index.data(MessageStateRole).toInt());
}

QString endSentence(MessageState state, const QString& error)
{
    switch (state) {
    case MessageState::Complete:
        return AnswerAnnouncer::tr("Answer complete.");
    case MessageState::Stopped:
        return AnswerAnnouncer::tr("Answer stopped.");
    case MessageState::Interrupted:
        return AnswerAnnouncer::tr("Answer interrupted.");
    default:
        return error.isEmpty() ? AnswerAnnouncer::tr("Answer failed.") : AnswerAnnouncer::tr("Answer failed: %1").arg(error);
    }
}

}

AnswerAnnouncer::AnswerAnnouncer(
    QAbstractItemModel& model, Say say, QObject* parent, const Clock& clock, std::function<bool()> isHeard)
    : QObject(parent)
    , m_model(model)
    , m_say(std::move(say))
    , m_clock(clock)
    , m_isHeard(std::move(isHeard))
    , m_next(clock.now())
{
    connect(&model, &QAbstractItemModel::modelReset, this, &AnswerAnnouncer::follow);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &AnswerAnnouncer::follow);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &AnswerAnnouncer::follow);
    connect(&model, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex&, const QModelIndex& bottomRight) { takeChange(bottomRight.row()); });
    follow();
}

void AnswerAnnouncer::follow()
{
    const QModelIndex last = m_model.index(m_model.rowCount() - 1, 0);
    if (m_answer.isValid() && m_answer == last)
        return;
    m_timer.stop();
    m_sentences.clear();
    m_gathered.clear();
    m_answer = QPersistentModelIndex();
    m_trouble.clear();
    const bool isAtHand = last.isValid() && last.data(MessageIsAtHandRole) != QVariant(false);
    if (!isAtHand || last.data(MessageAuthorRole).toInt() != int(Role::Assistant) || !isRunning(stateOf(last)))
        return;
    m_answer = last;
    m_taken = last.data(MessageTextRole).toString().size();
    m_rewrites = last.data(MessageRewritesRole).toInt();
}

void AnswerAnnouncer::takeChange(int lastRow)
{
    if (lastRow != m_model.rowCount() - 1)
        return;
    if (!m_answer.isValid()) {
        follow(); // the same row again: the answer goes on
        return;
    }
    const MessageState state = stateOf(m_answer);
    if (m_isHeard()) {
        takeText();
        takeTrouble();
    }
    if (!isRunning(state))
        finish(state);
    else
        sayWhenDue();
}

void AnswerAnnouncer::takeText()
{
    const QString text = m_answer.data(MessageTextRole).toString();
    const int rewrites = m_answer.data(MessageRewritesRole).toInt();
    if (rewrites != m_rewrites) {
        m_rewrites = rewrites;
        m_taken = std::min(m_taken, text.size());
        m_sentences.clear();
    }
    m_sentences.add(QStringView(text).sliced(m_taken));
    m_taken = text.size();
    const QString whole = m_sentences.takeSentences();
    if (!whole.isEmpty())
        m_gathered += (m_gathered.isEmpty() ? QString() : QString(u'\n')) + whole;
}

void AnswerAnnouncer::takeTrouble()
{
    const QString trouble = m_answer.data(MessageTroubleRole).toString();
    if (trouble == std::exchange(m_trouble, trouble) || trouble.isEmpty())
        return;
    m_gathered += (m_gathered.isEmpty() ? QString() : QString(u'\n')) + trouble;
}

void AnswerAnnouncer::sayWhenDue()
{
    if (m_gathered.isEmpty())
        return;
    const TimePoint now = m_clock.now();
    if (now >= m_next)
        sayNow(std::exchange(m_gathered, {}));
    else if (!m_timer.isActive())
        m_timer.start(int(std::chrono::ceil<Millis>(m_next - now).count()), this);
}

void AnswerAnnouncer::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_timer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_timer.stop();
    sayWhenDue();
}

void AnswerAnnouncer::sayNow(const QString& text)
{
    m_timer.stop();
    m_next = m_clock.now() + Interval;
    m_say(text);
}

void AnswerAnnouncer::finish(MessageState state)
{
    m_timer.stop();
    QStringList parts {
        std::exchange(m_gathered, {}), m_sentences.takeRest(), endSentence(state, m_answer.data(MessageErrorRole).toString())};
    parts.removeAll(QString());
    m_answer = QPersistentModelIndex();
    m_trouble.clear();
    if (m_isHeard())
        sayNow(parts.join(u'\n'));
}

}
