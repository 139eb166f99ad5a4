#include "core/recording/recordingwriter.h"

#include "core/base/wholefile.h"
#include "core/recording/recordingjson.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sluice {

namespace {

/// A file that was named by mistake is not overwritten.
bool mayReplace(const QString& fileName)
{
    QFile file(fileName);
    if (!file.exists())
        return true;
    if (!QFileInfo(fileName).isFile() || !file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray magic = file.read(RecordingMagic.size());
    return magic.isEmpty() || magic == RecordingMagic;
}

}

RecordingWriter::RecordingWriter(const QString& fileName, QObject* parent)
    : QObject(parent)
    , m_file(fileName)
{
    connect(&m_timer, &QTimer::timeout, this, &RecordingWriter::writeWaiting);
}

RecordingWriter::~RecordingWriter()
{
    writeWaiting();
}

Result<void> RecordingWriter::open(const RecordingHeader& header, const QByteArray& key)
{
    Q_ASSERT(!m_tap);
    if (!mayReplace(m_file.fileName())) {
        return std::unexpected(Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("Error", "'%1' is there and is no recording: it is not replaced.")
                .arg(m_file.fileName())});
    }
    constexpr auto Private = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    // Unbuffered: what was written is the kernel's, and outlives this process.
    QFile::remove(m_file.fileName());
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, Private))
        return std::unexpected(writeErrorOf(m_file));
    write(RecordingMagic.toByteArray() + encodeFrame(RecordingFrame::Type::Header, 0, Micros(0), toJson(header)));
    if (m_failure)
        return std::unexpected(*m_failure);
    m_tap = std::make_shared<RecordingTap>(key);
    m_timer.start(WriteInterval);
    return {};
}

void RecordingWriter::writeWaiting()
{
    if (m_tap)
        write(m_tap->take());
}

void RecordingWriter::write(const QByteArray& frames)
{
    if (frames.isEmpty() || m_failure || !m_file.isOpen())
        return;
    if (m_file.write(frames) != frames.size())
        m_failure = writeErrorOf(m_file);
}

Result<void> RecordingWriter::finish(const std::optional<Error>& error)
{
    const Micros now = m_tap->close();
    m_timer.stop();
    writeWaiting();
    const bool isCut = m_tap->hasOverflown();
    if (!isCut)
        write(encodeFrame(RecordingFrame::Type::Outcome, 0, now, toJson(RecordedOutcome {.at = now, .error = error})));
    m_file.close();
    if (m_failure)
        return std::unexpected(*m_failure);
    if (isCut) {
        return std::unexpected(Error {.kind = ErrorKind::Overflow,
            .message = QCoreApplication::translate(
                "Error", "The recording in '%1' is cut off: the answer is too large, or came faster than the disk takes it.")
                .arg(m_file.fileName())});
    }
    return {};
}

}
