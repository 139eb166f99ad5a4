#include "core/store/databasepages.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr char LeafOfTable = 0x0d;
constexpr qsizetype HeaderBytes = 8; // of a leaf page
constexpr std::size_t MostColumns = 64; // more than any table of ours has

/// A variable-length integer; moves \a at behind it.
std::optional<qint64> readVarint(const QByteArray& bytes, qsizetype& at)
{
    quint64 value = 0;
    for (int i = 0; i < 9; ++i) {
        if (at >= bytes.size())
            return std::nullopt;
        const auto byte = uchar(bytes[at++]);
        if (i == 8)
            return qint64((value << 8) | byte);
        value = (value << 7) | (byte & 0x7f);
        if (byte < 0x80)
            break;
    }
    return qint64(value);
}

quint16 read16(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.constData() + at);
}

/// The length of a value of serial type \a type.
qint64 lengthOf(qint64 type)
{
    static constexpr std::array<qint64, 10> Fixed {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    return type < 10 ? Fixed[size_t(type)] : (type - 12) / 2;
}

std::optional<PageValue> readValue(qint64 type, QByteArrayView bytes)
{
    PageValue value;
    if (type == 0)
        return value;
    if (type == 10 || type == 11)
        return std::nullopt;
    if (type >= 12) {
        value.type = type % 2 == 0 ? PageValue::Type::Blob : PageValue::Type::Text;
        value.bytes = bytes.toByteArray();
        return value;
    }
    value.type = type == 7 ? PageValue::Type::Real : PageValue::Type::Integer;
    if (type >= 8) {
        value.integer = type - 8;
        return value;
    }
    quint64 number = bytes.front() < 0 ? ~quint64(0) : 0; // keeps its sign
    for (const char byte : bytes)
        number = (number << 8) | uchar(byte);
    value.integer = qint64(number);
    return value;
}

std::optional<std::vector<PageValue>> readRecord(const QByteArray& record)
{
    qsizetype at = 0;
    const std::optional<qint64> headerSize = readVarint(record, at);
    if (!headerSize || *headerSize < at || *headerSize > record.size())
        return std::nullopt;
    std::vector<PageValue> values;
    qint64 body = *headerSize;
    while (at < *headerSize) {
        const std::optional<qint64> type = readVarint(record, at);
        if (!type || *type < 0 || values.size() == MostColumns)
            return std::nullopt;
        const qint64 length = lengthOf(*type);
        if (length > record.size() - body)
            return std::nullopt;
        std::optional<PageValue> value = readValue(*type, QByteArrayView(record).sliced(body, length));
        if (!value)
            return std::nullopt;
        values.push_back(std::move(*value));
        body += length;
    }
    return body == record.size() ? std::optional(std::move(values)) : std::nullopt;
}

}

DatabasePages::DatabasePages(const QString& file)
    : m_file(file)
    , m_log(file + QStringLiteral("-wal"))
{
    const bool isOpen = m_file.open(QIODevice::ReadOnly);
    const QByteArray header = isOpen ? m_file.read(18) : QByteArray();
    if (m_log.pageSize() > 0) {
        m_pageSize = m_log.pageSize(); // it has a checksum
    } else if (header.startsWith("SQLite format 3") && header.size() == 18) {
        const int size = read16(header, 16) == 1 ? 65536 : read16(header, 16);
        if (size >= 512 && (size & (size - 1)) == 0)
            m_pageSize = size;
    }
    m_count = std::max(m_file.size() / m_pageSize, m_log.highestPage());
}

QByteArray DatabasePages::page(qint64 number)
{
    if (QByteArray logged = m_log.page(number); !logged.isEmpty())
        return logged;
    if (number < 1 || number > m_count || !m_file.seek((number - 1) * m_pageSize))
        return {};
    const QByteArray bytes = m_file.read(m_pageSize);
    return bytes.size() == m_pageSize ? bytes : QByteArray();
}

std::vector<PageRow> DatabasePages::rows(qint64 number)
{
    std::vector<PageRow> all;
    const QByteArray bytes = page(number);
    if (bytes.isEmpty() || bytes[0] != LeafOfTable)
        return all;
    const qsizetype cells = std::min<qsizetype>(read16(bytes, 3), (bytes.size() - HeaderBytes) / 2);
    for (qsizetype cell = 0; cell < cells; ++cell) {
        if (std::optional<PageRow> found = row(bytes, read16(bytes, HeaderBytes + 2 * cell)))
            all.push_back(std::move(*found));
    }
    return all;
}

std::optional<PageRow> DatabasePages::row(const QByteArray& page, qsizetype at)
{
    const std::optional<qint64> size = readVarint(page, at);
    const std::optional<qint64> key = readVarint(page, at);
    if (!size || !key || *size < 1 || *size > m_file.size() + m_log.bytes())
        return std::nullopt;
    const std::optional<QByteArray> record = payload(page, at, *size);
    if (!record)
        return std::nullopt;
    std::optional<std::vector<PageValue>> values = readRecord(*record);
    if (!values)
        return std::nullopt;
    return PageRow {.key = *key, .values = std::move(*values)};
}

/// What does not fit into its page goes on in a chain of others.
std::optional<QByteArray> DatabasePages::payload(const QByteArray& page, qsizetype at, qint64 size)
{
    const qint64 most = m_pageSize - 35;
    const qint64 least = (m_pageSize - 12) * 32 / 255 - 23;
    qint64 here = size;
    if (size > most) {
        here = least + (size - least) % (m_pageSize - 4);
        if (here > most)
            here = least;
    }
    if (at + here + (here < size ? 4 : 0) > page.size())
        return std::nullopt;
    QByteArray bytes = page.sliced(at, here);
    qint64 next = here < size ? qFromBigEndian<quint32>(page.constData() + at + here) : 0;
    while (bytes.size() < size) {
        const QByteArray more = this->page(next);
        if (more.isEmpty())
            return std::nullopt;
        bytes += more.sliced(4, std::min(size - bytes.size(), m_pageSize - 4));
        next = qFromBigEndian<quint32>(more.constData());
    }
    return bytes;
}

}
