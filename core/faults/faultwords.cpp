#include "core/faults/faultwords.h"

#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Problem = std::optional<QString>;

std::optional<qint64> number(QStringView text)
{
    constexpr qsizetype MostDigits = 15;
    const bool isDigits = !text.isEmpty() && text.size() <= MostDigits
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isDigits ? std::optional(text.toLongLong()) : std::nullopt;
}

/// 200, 200ms or 2s.
std::optional<Millis> duration(QStringView text)
{
    constexpr qint64 Most = 24 * 60 * 60 * 1000;
    const bool isMillis = text.endsWith("ms"_L1);
    const bool isSeconds = !isMillis && text.endsWith(u's');
    const std::optional<qint64> value = number(text.chopped(isMillis ? 2 : isSeconds ? 1 : 0));
    const qint64 factor = isSeconds ? 1000 : 1;
    return value && *value <= Most / factor ? std::optional(Millis(*value * factor)) : std::nullopt;
}

QString needs(QStringView word, QStringView what)
{
    return u"'%1' needs %2"_s.arg(word, what);
}

Problem setNumber(QStringView word, QStringView value, qint64 least, std::optional<qint64>& out)
{
    const std::optional<qint64> parsed = number(value);
    if (!parsed || *parsed < least)
        return needs(word, least > 0 ? u"a number from 1 on, as in '%1:3'"_s.arg(word) : u"a number, as in '%1:100'"_s.arg(word));
    out = parsed;
    return {};
}

Problem setDuration(QStringView word, QStringView value, Millis& out)
{
    const std::optional<Millis> parsed = duration(value);
    if (!parsed)
        return needs(word, u"a time of at most a day, as in '%1:200ms' or '%1:2s'"_s.arg(word));
    out = *parsed;
    return {};
}

Problem setStop(Fault& fault, QStringView word, QStringView value, FaultStop stop)
{
    if (fault.stop)
        return u"an answer can only stop once, and '%1' is the second stop"_s.arg(word);
    std::optional<qint64> after;
    if (Problem problem = setNumber(word, value, 0, after))
        return problem;
    stop.after = *after;
    fault.stop = stop;
    return {};
}

Problem setCloseWay(Fault& fault, QStringView word, FaultStop::Way way)
{
    if (!fault.stop || (fault.stop->way != FaultStop::Way::Fin && fault.stop->way != FaultStop::Way::Rst))
        return u"'%1' stands behind a cut, as in 'cut:100,%1'"_s.arg(word);
    fault.stop->way = way;
    return {};
}

Problem setStatus(Fault& fault, QStringView word, QStringView value)
{
    std::optional<qint64> code;
    if (setNumber(word, value, 200, code) || *code > 599)
        return needs(word, u"a code from 200 to 599");
    fault.status = int(*code);
    return {};
}

Problem setText(QStringView word, QStringView value, QByteArray& out)
{
    const bool isPlain = !value.isEmpty()
        && std::all_of(value.begin(), value.end(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7F; });
    if (!isPlain)
        return needs(word, u"a value of plain ASCII");
    out = value.toLatin1();
    return {};
}

Problem setStall(Fault& fault, QStringView word, QStringView value)
{
    const qsizetype at = value.indexOf(u'@');
    const QStringView length = at < 0 ? value : value.first(at);
    FaultStall stall;
    if (length == u"forever")
        stall.length = FaultStall::Forever;
    else if (Problem problem = setDuration(word, length, stall.length))
        return problem;
    if (at >= 0) {
        const std::optional<qint64> position = number(value.sliced(at + 1));
        if (!position)
            return needs(word, u"a number of bytes behind '@', as in '%1:2s@500'"_s.arg(word));
        stall.at = *position;
    }
    fault.stalls.append(stall);
    std::stable_sort(
        fault.stalls.begin(), fault.stalls.end(), [](const FaultStall& a, const FaultStall& b) { return a.at < b.at; });
    return {};
}

/// BYTES/TIME
Problem setDrip(Fault& fault, QStringView word, QStringView value)
{
    const qsizetype slash = value.indexOf(u'/');
    const std::optional<qint64> bytes = number(value.first(std::max<qsizetype>(slash, 0)));
    const std::optional<Millis> interval = duration(value.sliced(slash + 1));
    if (slash < 0 || !bytes || *bytes < 1 || !interval)
        return needs(word, u"bytes and a time, as in '%1:1/5ms'"_s.arg(word));
    fault.pieceBytes = *bytes;
    fault.pieceInterval = *interval;
    return {};
}

struct Word
{
    QLatin1StringView name;
    bool hasValue = true;
    Problem (*apply)(Fault& fault, QStringView word, QStringView value);
};

using F = Fault&;
using V = QStringView;
using Count = FaultStop::Count;
using Way = FaultStop::Way;

constexpr std::array Words {
    Word {"pass"_L1, false, [](F, V, V) { return Problem(); }},
    Word {"cut"_L1, true, [](F f, V w, V v) { return setStop(f, w, v, {Count::BodyBytes, Way::Fin}); }},
    Word {"cut-wire"_L1, true, [](F f, V w, V v) { return setStop(f, w, v, {Count::WireBytes, Way::Fin}); }},
    Word {"cut-event"_L1, true, [](F f, V w, V v) { return setStop(f, w, v, {Count::Events, Way::Fin}); }},
    Word {"half-close"_L1, true, [](F f, V w, V v) { return setStop(f, w, v, {Count::BodyBytes, Way::HalfClose}); }},
    Word {"end"_L1, true, [](F f, V w, V v) { return setStop(f, w, v, {Count::BodyBytes, Way::End}); }},
    Word {"gzip-cut"_L1, true,
        [](F f, V w, V v) {
            f.gzip = true;
            return setStop(f, w, v, {Count::BodyBytes, Way::End});
        }},
    Word {"rst"_L1, false, [](F f, V w, V) { return setCloseWay(f, w, Way::Rst); }},
    Word {"fin"_L1, false, [](F f, V w, V) { return setCloseWay(f, w, Way::Fin); }},
    Word {"gzip"_L1, false,
        [](F f, V, V) {
            f.gzip = true;
            return Problem();
        }},
    Word {"stall"_L1, true, setStall},
    Word {"delay"_L1, true, [](F f, V w, V v) { return setDuration(w, v, f.headDelay); }},
    Word {"slow-accept"_L1, true, [](F f, V w, V v) { return setDuration(w, v, f.acceptDelay); }},
    Word {"drip"_L1, true, setDrip},
    Word {"split"_L1, false,
        [](F f, V, V) {
            f.pieceBytes = 1;
            return Problem();
        }},
    Word {"corrupt"_L1, true, [](F f, V w, V v) { return setNumber(w, v, 0, f.corruptedByte); }},
    Word {"dup-event"_L1, true, [](F f, V w, V v) { return setNumber(w, v, 1, f.duplicatedEvent); }},
    Word {"skip-event"_L1, true, [](F f, V w, V v) { return setNumber(w, v, 1, f.skippedEvent); }},
    Word {"dup-id"_L1, true, [](F f, V w, V v) { return setNumber(w, v, 1, f.repeatedId); }},
    Word {"skip-id"_L1, true, [](F f, V w, V v) { return setNumber(w, v, 1, f.droppedId); }},
    Word {"status"_L1, true, setStatus},
    Word {"204"_L1, false, [](F f, V w, V) { return setStatus(f, w, u"204"); }},
    Word {"retry-after"_L1, true, [](F f, V w, V v) { return setText(w, v, f.retryAfter); }},
    Word {"type"_L1, true, [](F f, V w, V v) { return setText(w, v, f.contentType); }},
    Word {"redirect"_L1, true,
        [](F f, V w, V v) {
            f.status = f.status.value_or(307);
            return setText(w, v, f.location);
        }},
};

}

std::expected<Fault, QString> parseFault(QStringView words)
{
    Fault fault;
    fault.words = words.toString();
    for (const QStringView part : words.split(u',')) {
        const qsizetype colon = part.indexOf(u':');
        const QStringView name = colon < 0 ? part : part.first(colon);
        const auto word = std::find_if(Words.begin(), Words.end(), [name](const Word& w) { return name == w.name; });
        if (word == Words.end())
            return std::unexpected(u"'%1' is no fault; docs/faults.md has them all"_s.arg(name));
        if (!word->hasValue && colon >= 0)
            return std::unexpected(u"'%1' takes no value"_s.arg(name));
        if (Problem problem = word->apply(fault, name, colon < 0 ? QStringView() : part.sliced(colon + 1)))
            return std::unexpected(*problem);
    }
    if (!fault.retryAfter.isEmpty() && !fault.status)
        return std::unexpected(u"'retry-after' goes with a status, as in 'status:503,retry-after:2'"_s);
    return fault;
}

}
