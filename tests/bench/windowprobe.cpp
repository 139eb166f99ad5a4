#include "tests/bench/windowprobe.h"

#include "core/chat/conversation.h"
#include "tests/bench/cputime.h"
#include "tests/bench/keypresser.h"
#include "tests/bench/turnclock.h"
#include "ui/chat/chatview.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/messageroles.h"

#include <QCryptographicHash>
#include <QFile>

#include <ctime>

using namespace Qt::StringLiterals;

namespace sluice::bench {

WindowProbe::WindowProbe(ChatView& view, MessageEditor& editor)
    : m_view(view)
    , m_editor(editor)
    , m_viewWatch(*view.viewport(), [this] { takePaint(); })
    , m_editorWatch(*editor.viewport(), [this] { takeEditorPaint(); })
{
    // Signs of Markdown may draw nothing: the frame is over when the view has found that out.
    QObject::connect(&view, &ChatView::painted, &m_viewWatch, [this] {
        if (m_isMeasuring && !m_viewWatch.isInside())
            takeDeltas();
    });
    watchTurns([this](double busyMs) { takeTurn(busyMs); });
}

void WindowProbe::begin()
{
    m_isMeasuring = true;
    m_rowsBefore = m_view.model()->rowCount();
}

void WindowProbe::takeTurn(double busyMs)
{
    const bool hasPainted = std::exchange(m_hasPainted, false);
    if (m_isMeasuring)
        m_turns.add(busyMs);
    if (hasPainted && m_isScrolling)
        m_scrollFrames.add(busyMs);
    if (hasPainted && m_isMeasuring)
        m_frames.add(busyMs);
}

void WindowProbe::takePaint()
{
    ++m_paints;
    m_hasPainted = true;
    if (!m_isMeasuring)
        return;
    m_paintedState = answerState();
    takeDeltas();
}

void WindowProbe::takeDeltas()
{
    const qint64 now = monotonicUs();
    m_paintedCharacters = ofAnswer(MessageTextRole).toString().size();
    collectArrivals();
    for (; !m_waiting.empty() && m_waiting.front().characters <= m_paintedCharacters; m_waiting.pop_front())
        m_sendPaint.add(double(now - m_waiting.front().sentUs) / 1000);
}

void WindowProbe::collectArrivals()
{
    const std::vector<Arrival> arrivals = takeArrivals();
    m_deltas += qint64(arrivals.size());
    m_waiting.insert(m_waiting.end(), arrivals.begin(), arrivals.end());
}

void WindowProbe::watchKeys(KeyPresser* keys)
{
    m_keys = keys;
    m_typedBefore = m_editor.toPlainText().size();
}

void WindowProbe::takeEditorPaint()
{
    const qint64 now = monotonicUs();
    const qsizetype typed = m_editor.toPlainText().size();
    if (!m_keys || typed <= m_typedBefore)
        return;
    for (const qint64 pressed : m_keys->take(size_t(typed - m_typedBefore)))
        m_keyPaint.add(double(now - pressed) / 1000);
    m_typedBefore = typed;
}

QVariant WindowProbe::ofAnswer(int role) const
{
    const int rows = m_view.model()->rowCount();
    return rows <= m_rowsBefore ? QVariant() : m_view.model()->index(rows - 1, 0).data(role);
}

int WindowProbe::answerState() const
{
    return ofAnswer(MessageStateRole).toInt();
}

bool WindowProbe::isStreaming() const
{
    return answerState() != int(MessageState::Pending);
}

bool WindowProbe::isAnswerPainted()
{
    // A view that is scrolled away may see no reason to paint the end.
    if (answerState() > int(MessageState::Streaming) && !std::exchange(m_hasAskedForLast, true))
        m_view.viewport()->update();
    return m_paintedState > int(MessageState::Streaming);
}

QString WindowProbe::failure() const
{
    if (m_paintedState == int(MessageState::Complete))
        return {};
    const QString error = ofAnswer(MessageErrorRole).toString();
    return error.isEmpty() ? u"the answer was "_s + messageStateName(MessageState(m_paintedState)) : error;
}

bool WindowProbe::isTailVisible() const
{
    const QRect last = m_view.visualRect(m_view.model()->index(m_view.model()->rowCount() - 1, 0));
    return last.bottom() > 0 && last.bottom() <= m_view.viewport()->height();
}

namespace {

void put(QJsonObject& figures, const QString& name, const Samples& samples)
{
    for (const auto& [suffix, part] : {std::pair("_p50"_L1, 0.5), {"_p95"_L1, 0.95}, {"_p99"_L1, 0.99}, {"_max"_L1, 1.0}})
        figures.insert(name + suffix, samples.count() > 0 ? QJsonValue(rounded(samples.percentile(part))) : QJsonValue());
}

}

void WindowProbe::putFigures(QJsonObject& figures) const
{
    const QByteArray text = ofAnswer(MessageTextRole).toString().toUtf8();
    put(figures, u"frame"_s, m_frames);
    put(figures, u"turn"_s, m_turns);
    put(figures, u"send_paint"_s, m_sendPaint);
    put(figures, u"key_paint"_s, m_keyPaint);
    figures.insert(u"frames"_s, m_frames.count());
    figures.insert(u"keys"_s, m_keyPaint.count());
    figures.insert(u"painted_deltas"_s, m_sendPaint.count());
    figures.insert(u"deltas"_s, m_deltas);
    figures.insert(u"chars"_s, QString::fromUtf8(text).size());
    figures.insert(u"text_sha256"_s, QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex()));
    figures.insert(u"tail_visible"_s, isTailVisible());
}

void WindowProbe::putScrollFigures(QJsonObject& figures) const
{
    put(figures, u"scroll"_s, m_scrollFrames);
}

double memoryMb(const QByteArray& name)
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    }
    return 0;
}

double processCpuS()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

}
