#include "core/gateway/demomodel.h"

#include "core/gateway/demoscripts.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

bool isWide(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x2E80 && u <= 0x9FFF) || (u >= 0xAC00 && u <= 0xD7AF) || (u >= 0xF900 && u <= 0xFAFF)
        || (u >= 0xFF00 && u <= 0xFFEF);
}

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() && !isWide(c);
}

/// FNV-1a over the UTF-16 of \a text.
quint64 hashOf(QStringView text, quint64 seed)
{
    quint64 hash = 14695981039346656037ull ^ (seed * 0x9E3779B97F4A7C15ull);
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 1099511628211ull;
    return hash;
}

std::minstd_rand generatorFor(QStringView message, quint64 seed)
{
    const quint64 hash = hashOf(message, seed);
    return std::minstd_rand(quint32(hash ^ (hash >> 32)) | 1u);
}

template <typename T>
bool read(const QueryParameters& parameters, QByteArrayView name, T least, T most, std::optional<T>& out, QString& problem)
{
    const std::optional<QByteArray> text = parameters.value(name);
    if (!text)
        return true;
    bool ok = false;
    T number {};
    if constexpr (std::is_floating_point_v<T>)
        number = text->toDouble(&ok);
    else
        number = text->toLongLong(&ok);
    // A NaN is in no range.
    if (!ok || !(number >= least && number <= most)) {
        problem = u"%1 must be a number from %2 to %3"_s.arg(
            QLatin1StringView(name.data(), name.size()), QString::number(qint64(least)), QString::number(qint64(most)));
        return false;
    }
    out = number;
    return true;
}

}

std::expected<DemoOptions, QString> parseDemoOptions(const QueryParameters& parameters)
{
    constexpr qint64 MostDeltas = 1'000'000'000;
    constexpr qint64 MostStallMs = 24 * 60 * 60 * 1000;
    constexpr double LeastRate = 0.001;
    std::optional<double> rate;
    std::optional<double> jitter;
    std::optional<qint64> stall;
    std::optional<qint64> stallAt;
    std::optional<qint64> seed;
    DemoOptions options;
    QString problem;
    const bool good = read(parameters, "demo_rate", 0.0, 1e6, rate, problem)
        && read(parameters, "demo_jitter", 0.0, 1.0, jitter, problem)
        && read(parameters, "demo_deltas", qint64(0), MostDeltas, options.deltas, problem)
        && read(parameters, "demo_stall_ms", qint64(0), MostStallMs, stall, problem)
        && read(parameters, "demo_stall_at", qint64(0), MostDeltas, stallAt, problem)
        && read(parameters, "demo_fail_at", qint64(0), MostDeltas, options.failAt, problem)
        && read(parameters, "demo_seed", std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), seed, problem);
    if (!good)
        return std::unexpected(problem);
    options.rate = rate.value_or(options.rate);
    if (options.rate > 0 && options.rate < LeastRate)
        return std::unexpected(u"demo_rate must be 0 or at least 0.001"_s);
    options.jitter = jitter.value_or(options.jitter);
    options.stall = Millis(stall.value_or(0));
    options.stallAt = stallAt.value_or(0);
    options.seed = quint64(seed.value_or(0));
    return options;
}

DemoModel::DemoModel(const QString& message, const DemoOptions& options)
    : m_options(options)
    , m_random(generatorFor(message, options.seed))
{
    const DemoScript script = demoScriptFor(message);
    m_reasoning = script.reasoning;
    m_text = script.text;
    qsizetype position = 0;
    while (position < message.size()) {
        (void)takePiece(message, position); // only counted
        ++m_promptTokens;
    }
}

std::optional<DemoStep> DemoModel::next()
{
    if (m_reasoningPosition < m_reasoning.size() && m_options.failAt != 0) {
        const Micros pause = m_reasoningDeltas == 0 ? Micros(0) : nextPause();
        ++m_reasoningDeltas;
        return DemoStep {pause, ReasoningDelta {takePiece(m_reasoning, m_reasoningPosition).toString()}};
    }
    if (isTextOver() || m_textDeltas == m_options.failAt)
        return std::nullopt;
    if (m_textPosition >= m_text.size())
        m_textPosition = 0;
    Micros pause = m_textDeltas == 0 && m_reasoningDeltas == 0 ? Micros(0) : nextPause();
    if (m_textDeltas == m_options.stallAt)
        pause += m_options.stall;
    ++m_textDeltas;
    return DemoStep {pause, TextDelta {takePiece(m_text, m_textPosition).toString()}};
}

StreamEnd DemoModel::end() const
{
    if (m_textDeltas != m_options.failAt)
        return {.finishReason = u"stop"_s, .error = std::nullopt};
    return {.finishReason = {},
        .error = Error {.kind = ErrorKind::Server, .message = u"The demo model broke off here, as demo_fail_at asked it to"_s}};
}

Usage DemoModel::usage() const
{
    return {.promptTokens = m_promptTokens, .completionTokens = m_textDeltas + m_reasoningDeltas};
}

bool DemoModel::isTextOver() const
{
    return m_options.deltas ? m_textDeltas >= *m_options.deltas : m_textPosition >= m_text.size();
}

Micros DemoModel::nextPause()
{
    if (m_options.rate <= 0)
        return Micros(0);
    const double unit = double(m_random() - std::minstd_rand::min()) / double(std::minstd_rand::max() - std::minstd_rand::min());
    return Micros(std::llround(1e6 / m_options.rate * (1 + m_options.jitter * (2 * unit - 1))));
}

qsizetype DemoModel::upTo(qsizetype least, qsizetype most)
{
    return least + qsizetype(m_random() % quint32(most - least + 1));
}

QStringView DemoModel::takePiece(QStringView text, qsizetype& position)
{
    const QStringView rest = text.sliced(position);
    qsizetype length = std::min(pieceLength(rest), rest.size());
    if (length < rest.size() && rest[length - 1].isHighSurrogate() && rest[length].isLowSurrogate())
        ++length;
    position += length;
    return rest.first(length);
}

qsizetype DemoModel::pieceLength(QStringView rest)
{
    const auto runOf = [&](qsizetype from, auto belongs, qsizetype most) {
        qsizetype end = from;
        while (end < rest.size() && end - from < most && belongs(rest[end]))
            ++end;
        return end;
    };
    constexpr qsizetype Any = 64;
    const QChar first = rest.front();
    if (first == u'\n')
        return runOf(0, [](QChar c) { return c == u'\n'; }, 2);
    if (isWide(first))
        return runOf(0, isWide, upTo(1, 2));
    const bool spaced = first == u' ' && rest.size() > 1 && rest[1] != u' ';
    const qsizetype start = spaced ? 1 : 0;
    if (first == u' ' && !spaced)
        return std::max<qsizetype>(1, runOf(0, [](QChar c) { return c == u' '; }, Any) - 1);
    if (isWordPart(rest[start])) {
        constexpr qsizetype WholeWord = 6;
        const qsizetype end = runOf(start, isWordPart, Any);
        return end - start <= WholeWord ? end : start + upTo(2, WholeWord);
    }
    if (isWide(rest[start]) || rest[start] == u'\n')
        return std::max<qsizetype>(start, 1);
    return runOf(start, [&](QChar c) { return c == rest[start]; }, 3);
}

}
