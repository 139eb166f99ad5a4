#pragma once

#include "tests/bench/benchprovider.h"
#include "tests/bench/paintwatch.h"
#include "tests/bench/report.h"

#include <QByteArray>
#include <QJsonObject>

#include <deque>

namespace sluice {
class ChatView;
class MessageEditor;
}

namespace sluice::bench {

class KeyPresser;

/// The measurements of one window, from inside: frames, what was painted when, what was typed when. UI thread; one a process.
class WindowProbe
{
public:
    /// Both outlive this.
    WindowProbe(ChatView& view, MessageEditor& editor);
    Q_DISABLE_COPY_MOVE(WindowProbe)
    ~WindowProbe() = default;

    int paints() const { return m_paints; } ///< of the chat view
    void begin(); ///< of the answer
    void end() { m_isMeasuring = false; }
    /// Frames from now on are counted apart.
    void setScrolling(bool isScrolling) { m_isScrolling = isScrolling; }
    /// Null = no keys.
    void watchKeys(KeyPresser* keys);

    bool isStreaming() const;
    /// The answer has ended and all of it is on the screen.
    bool isAnswerPainted();
    /// Why there is no whole answer; empty = there is one.
    QString failure() const;

    qint64 deltas() const { return m_deltas; }
    void putFigures(QJsonObject& figures) const; ///< of the answer
    void putScrollFigures(QJsonObject& figures) const;

private:
    void takeTurn(double busyMs);
    void takePaint();
    void takeDeltas();
    void takeEditorPaint();
    void collectArrivals();
    QVariant ofAnswer(int role) const;
    int answerState() const;
    bool isTailVisible() const;

    ChatView& m_view;
    MessageEditor& m_editor;
    PaintWatch m_viewWatch;
    PaintWatch m_editorWatch;
    KeyPresser* m_keys = nullptr;
    bool m_isMeasuring = false;
    bool m_isScrolling = false;
    bool m_hasPainted = false; // in this turn
    int m_paints = 0;
    int m_rowsBefore = 0; // the answer stands below them
    bool m_hasAskedForLast = false;
    int m_paintedState = -1;
    qint64 m_paintedCharacters = 0;
    qint64 m_deltas = 0;
    qsizetype m_typedBefore = 0;
    std::deque<Arrival> m_waiting;
    Samples m_frames;
    Samples m_turns;
    Samples m_scrollFrames;
    Samples m_sendPaint;
    Samples m_keyPaint;
};

/// Of this process, from smaps_rollup: \a name is "Pss" or "Rss".
double memoryMb(const QByteArray& name);
double processCpuS();

}
