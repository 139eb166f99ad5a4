#pragma once

#include "core/base/clock.h"

#include <QProcess>
#include <QUrl>

#include <functional>
#include <vector>

namespace sluice::test {

/// The whole program without a display as a process, driven by the lines of tests/integration/windowdriver.cpp. Killed by the
/// destructor. Blocks the test's thread, so its servers must live in other threads.
class WindowProgram
{
public:
    struct Line
    {
        TimePoint at;
        QByteArrayList words;
    };

    WindowProgram(const QString& executable, const QString& dataDirectory, const QUrl& endpoint = {});
    ~WindowProgram();
    Q_DISABLE_COPY_MOVE(WindowProgram)

    void say(const QByteArray& line);
    /// Until it has said what \a wanted looks for, from line \a first on; false after \a patience or when it has ended.
    bool waitFor(const std::function<bool(const Line&)>& wanted, qsizetype first = 0, Millis patience = Millis(30000));
    bool waitForWords(const QByteArray& beginning, qsizetype first = 0, Millis patience = Millis(30000));
    void readUntil(TimePoint end); ///< or until it ends
    /// kill -9, and all that it said before. When that was.
    TimePoint kill();
    /// Sends a signal that ends it as a crash does; false when it does not. With sanitizers it may exit instead.
    bool crash(int signalNumber);
    /// Closes the window; false when it does not end well.
    bool close();

    const std::vector<Line>& lines() const { return m_lines; }
    qsizetype count() const { return qsizetype(m_lines.size()); }
    /// The newest line of that kind; empty without one.
    QByteArrayList last(const QByteArray& kind) const;
    QString notice() const; ///< what it says across the top now
    QString text(); ///< of the last message, as shown

private:
    void collect(int waitMs);

    QProcess m_process;
    QByteArray m_unread;
    std::vector<Line> m_lines;
};

}
