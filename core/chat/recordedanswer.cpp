#include "core/chat/recordedanswer.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

#include <algorithm>
#include <limits>
#include <numeric>

namespace sluice {

namespace {

constexpr quint8 FormatVersion = 1;

// On disk: a new kind gets a new letter.
constexpr char TextKind = 't';
constexpr char ReasoningKind = 'r';
constexpr char ToolKind = 'c';
constexpr char UsageKind = 'u';
constexpr char CachedKind = 'h';

QByteArray littleEndian(const QList<quint32>& numbers)
{
    QByteArray bytes(numbers.size() * qsizetype(sizeof(quint32)), Qt::Uninitialized);
    if (!numbers.isEmpty()) // null pointers may not even be copied from
        qToLittleEndian<quint32>(numbers.constData(), numbers.size(), bytes.data());
    return bytes;
}

QList<quint32> fromLittleEndian(const QByteArray& bytes)
{
    QList<quint32> numbers(bytes.size() / qsizetype(sizeof(quint32)));
    if (!numbers.isEmpty())
        qFromLittleEndian<quint32>(bytes.constData(), numbers.size(), numbers.data());
    return numbers;
}

void write(QDataStream& out, const std::optional<qint64>& figure)
{
    out << quint8(figure.has_value()) << figure.value_or(0);
}

std::optional<qint64> readFigure(QDataStream& in)
{
    quint8 isThere = 0;
    qint64 figure = 0;
    in >> isThere >> figure;
    return isThere ? std::optional(figure) : std::nullopt;
}

}

bool RecordedAnswer::append(const Delta& delta, Micros at)
{
    if (const auto* text = std::get_if<TextDelta>(&delta)) {
        m_text += text->text;
        appendRow(TextKind, text->text.size(), at);
    } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta)) {
        m_text += reasoning->text;
        appendRow(ReasoningKind, reasoning->text.size(), at);
    } else if (const auto* tool = std::get_if<ToolCallDelta>(&delta)) {
        m_text += tool->arguments;
        m_tools.append({.index = tool->index, .id = tool->id, .name = tool->name});
        appendRow(ToolKind, tool->arguments.size(), at);
    } else if (const auto* usage = std::get_if<Usage>(&delta)) {
        m_usages.append(*usage);
        appendRow(UsageKind, 0, at);
    } else if (std::holds_alternative<CachedDelta>(delta)) {
        appendRow(CachedKind, 0, at);
    } else {
        return false;
    }
    return true;
}

void RecordedAnswer::appendRow(char kind, qsizetype length, Micros at)
{
    const Micros gap = std::clamp(at - m_lastAt, Micros(0), Micros(std::numeric_limits<quint32>::max()));
    m_kinds.append(kind);
    m_lengths.append(quint32(length));
    m_gaps.append(quint32(gap.count()));
    m_lastAt += gap;
}

qsizetype RecordedAnswer::bytes() const
{
    constexpr qsizetype BytesARow = 9;
    constexpr qsizetype BytesATool = 128; // names and ids are bounded where they are decoded
    return count() * BytesARow + m_text.size() * qsizetype(sizeof(QChar)) + m_tools.size() * BytesATool
        + m_usages.size() * qsizetype(sizeof(Usage));
}

void RecordedAnswer::finish(const QString& finishReason, Micros at)
{
    m_finishReason = finishReason;
    m_duration = std::max(at, m_lastAt);
}

QByteArray RecordedAnswer::toBytes() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << FormatVersion << m_finishReason << qint64(m_duration.count()) << m_kinds << littleEndian(m_lengths)
        << littleEndian(m_gaps) << m_text << quint32(m_tools.size());
    for (const Tool& tool : m_tools)
        out << qint32(tool.index) << tool.id << tool.name;
    out << quint32(m_usages.size());
    for (const Usage& usage : m_usages) {
        write(out, usage.promptTokens);
        write(out, usage.completionTokens);
    }
    return bytes;
}

std::optional<RecordedAnswer> RecordedAnswer::fromBytes(QByteArrayView bytes)
{
    QDataStream in(QByteArray::fromRawData(bytes.data(), bytes.size()));
    in.setVersion(QDataStream::Qt_6_4);
    quint8 version = 0;
    in >> version;
    if (version != FormatVersion)
        return std::nullopt;
    RecordedAnswer answer;
    qint64 duration = 0;
    QByteArray lengths;
    QByteArray gaps;
    in >> answer.m_finishReason >> duration >> answer.m_kinds >> lengths >> gaps >> answer.m_text;
    answer.m_duration = Micros(duration);
    answer.m_lengths = fromLittleEndian(lengths);
    answer.m_gaps = fromLittleEndian(gaps);
    quint32 tools = 0;
    for (in >> tools; tools > 0 && in.status() == QDataStream::Ok; --tools) {
        qint32 index = 0;
        Tool tool;
        in >> index >> tool.id >> tool.name;
        tool.index = index;
        answer.m_tools.append(tool);
    }
    quint32 usages = 0;
    for (in >> usages; usages > 0 && in.status() == QDataStream::Ok; --usages) {
        const std::optional<qint64> prompt = readFigure(in);
        answer.m_usages.append({.promptTokens = prompt, .completionTokens = readFigure(in)});
    }
    if (in.status() != QDataStream::Ok || !in.atEnd() || !answer.isSound())
        return std::nullopt;
    answer.m_lastAt = Micros(std::accumulate(answer.m_gaps.cbegin(), answer.m_gaps.cend(), qint64(0)));
    return answer;
}

// The columns fit together, so that a reader runs over no end.
bool RecordedAnswer::isSound() const
{
    const auto isKnown = [](char kind) {
        return kind == TextKind || kind == ReasoningKind || kind == ToolKind || kind == UsageKind || kind == CachedKind;
    };
    return m_lengths.size() == count() && m_gaps.size() == count() && std::all_of(m_kinds.cbegin(), m_kinds.cend(), isKnown)
        && m_kinds.count(ToolKind) == m_tools.size() && m_kinds.count(UsageKind) == m_usages.size()
        && std::accumulate(m_lengths.cbegin(), m_lengths.cend(), qint64(0)) == m_text.size();
}

RecordedAnswerReader::RecordedAnswerReader(const RecordedAnswer& answer)
    : m_answer(answer)
{ }

Micros RecordedAnswerReader::at() const
{
    return isAtEnd() ? m_lastAt : m_lastAt + Micros(m_answer.m_gaps[m_row]);
}

Delta RecordedAnswerReader::next()
{
    const char kind = m_answer.m_kinds[m_row];
    const auto length = qsizetype(m_answer.m_lengths[m_row]);
    QString text = m_answer.m_text.mid(m_textAt, length);
    m_textAt += length;
    m_lastAt = at();
    ++m_row;
    switch (kind) {
    case TextKind:
        return TextDelta {std::move(text)};
    case ReasoningKind:
        return ReasoningDelta {std::move(text)};
    case ToolKind: {
        const RecordedAnswer::Tool& tool = m_answer.m_tools[m_toolAt++];
        return ToolCallDelta {tool.index, tool.id, tool.name, std::move(text)};
    }
    case UsageKind:
        return m_answer.m_usages[m_usageAt++];
    default:
        return CachedDelta {};
    }
}

}
