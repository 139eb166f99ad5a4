#pragma once

#include "core/base/result.h"
#include "core/recording/recording.h"
#include "core/recording/recordingtap.h"

#include <QFile>
#include <QObject>
#include <QTimer>

#include <memory>

namespace sluice {

/// Writes a recording while it is made: what has come goes to the file within WriteInterval, so that a crash leaves what came
/// before it. Lives in a thread with an event loop that may wait for the disk.
class RecordingWriter final : public QObject
{
    Q_OBJECT

public:
    static constexpr Millis WriteInterval {50};

    explicit RecordingWriter(const QString& fileName, QObject* parent = nullptr);
    /// A recording that was not finished stays without an end.
    ~RecordingWriter() override;

    /// Makes the file, which only its owner may read; one that is there already is replaced, if it is a recording or empty. Once.
    Result<void> open(const RecordingHeader& header, const QByteArray& key);

    /// What the stream is given. After open().
    std::shared_ptr<WireTap> tap() const { return m_tap; }
    QString fileName() const { return m_file.fileName(); }

    /// Writes what is left and what became of the answer, and closes the file. Why the recording is not whole: Storage for the
    /// disk, Overflow where it would have become too large.
    Result<void> finish(const std::optional<Error>& error);

private:
    void writeWaiting();
    void write(const QByteArray& frames);

    QFile m_file;
    QTimer m_timer; // no call from the network thread: that would have to know whether this is still there
    std::shared_ptr<RecordingTap> m_tap; ///< shared with the stream, whose exchanges may outlive this
    std::optional<Error> m_failure;
};

}
