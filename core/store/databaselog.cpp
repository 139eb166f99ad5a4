#include "core/store/databaselog.h"

#include <QtEndian>

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype HeaderBytes = 32;
constexpr qsizetype FrameHeaderBytes = 24;
constexpr quint32 Magic = 0x377f0682; // its last bit says in which order the checksums take bytes
constexpr quint32 FormatVersion = 3007000;

quint32 read32(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

/// Over everything since the beginning of the log.
class Checksum
{
public:
    explicit Checksum(bool isBigEndian)
        : m_isBigEndian(isBigEndian)
    { }

    void add(QByteArrayView bytes)
    {
        for (qsizetype at = 0; at + 8 <= bytes.size(); at += 8) {
            m_first += word(bytes.data() + at) + m_second;
            m_second += word(bytes.data() + at + 4) + m_first;
        }
    }

    bool isAt(const QByteArray& bytes, qsizetype at) const
    {
        return read32(bytes, at) == m_first && read32(bytes, at + 4) == m_second;
    }

private:
    quint32 word(const char* at) const { return m_isBigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at); }

    bool m_isBigEndian;
    quint32 m_first = 0;
    quint32 m_second = 0;
};

}

DatabaseLog::DatabaseLog(const QString& file)
    : m_file(file)
{
    if (m_file.open(QIODevice::ReadOnly))
        readFrames();
    if (m_places.empty())
        m_pageSize = 0;
}

void DatabaseLog::readFrames()
{
    const QByteArray header = m_file.read(HeaderBytes);
    if (header.size() != HeaderBytes || (read32(header, 0) & ~1U) != Magic || read32(header, 4) != FormatVersion)
        return;
    m_pageSize = read32(header, 8);
    if (m_pageSize < 512 || m_pageSize > 65536 || (m_pageSize & (m_pageSize - 1)) != 0)
        return;
    Checksum checksum((read32(header, 0) & 1) != 0);
    checksum.add(QByteArrayView(header).first(24));
    if (!checksum.isAt(header, 24))
        return;
    std::unordered_map<qint64, qint64> transaction;
    for (;;) {
        const QByteArray frame = m_file.read(FrameHeaderBytes + m_pageSize);
        if (frame.size() != FrameHeaderBytes + m_pageSize
            || QByteArrayView(frame).sliced(8, 8) != QByteArrayView(header).sliced(16, 8))
            return;
        checksum.add(QByteArrayView(frame).first(8));
        checksum.add(QByteArrayView(frame).sliced(FrameHeaderBytes));
        if (!checksum.isAt(frame, 16))
            return;
        transaction.insert_or_assign(read32(frame, 0), m_file.pos() - m_pageSize);
        if (read32(frame, 4) == 0)
            continue; // its transaction goes on
        for (const auto& [page, place] : transaction) {
            m_places.insert_or_assign(page, place);
            m_highestPage = std::max(m_highestPage, page);
        }
        transaction.clear();
    }
}

QByteArray DatabaseLog::page(qint64 number)
{
    const auto found = m_places.find(number);
    if (found == m_places.end() || !m_file.seek(found->second))
        return {};
    const QByteArray bytes = m_file.read(m_pageSize);
    return bytes.size() == m_pageSize ? bytes : QByteArray();
}

}
