#include "app/strategytable.h"

#include "app/standardoutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

double milliseconds(Micros time)
{
    return double(time.count()) / 1000;
}

QString ms(Micros time)
{
    return QString::number(milliseconds(time), 'f', 1) + u" ms"_s;
}

/// What is not read by it is left out: a size means nothing to "none".
QString parametersOf(const StrategyOptions& options)
{
    if (options.name == "fixed"_L1)
        return u"size=%1"_s.arg(options.size);
    if (options.name == "adaptive"_L1)
        return u"min=%1 max=%2 timeout=%3"_s.arg(options.min).arg(options.max).arg(options.timeout.count());
    if (options.name == "smooth"_L1)
        return u"delay=%1"_s.arg(options.delay.count());
    return {};
}

QString share(qint64 value, qint64 of)
{
    return of > 0 ? QString::number(100.0 * double(value) / double(of), 'f', 0) + u" %"_s : u"–"_s;
}

QJsonObject json(const StrategyOutcome& outcome)
{
    const StrategyOptions& options = outcome.options;
    return {{u"strategy"_s, options.name},
        {u"parameters"_s,
            QJsonObject {{u"size"_s, options.size}, {u"min"_s, options.min}, {u"max"_s, options.max},
                {u"timeout_ms"_s, qint64(options.timeout.count())}, {u"guard_ms"_s, qint64(options.stallGuard.count())},
                {u"delay_ms"_s, qint64(options.delay.count())}}},
        {u"events"_s, outcome.events}, {u"bytes"_s, outcome.bytes},
        {u"added_ms"_s,
            QJsonObject {{u"p50"_s, milliseconds(outcome.addedMedian)}, {u"p95"_s, milliseconds(outcome.added95)},
                {u"max"_s, milliseconds(outcome.longestHold)}}},
        {u"repaints"_s, outcome.repaints}, {u"cpu_us_per_delta"_s, outcome.cpuMicrosPerDelta}};
}

}

QByteArray tableText(const StrategyTable& table)
{
    QString text = u"%1: %2 text deltas, %3 characters, %4 s (%5, %6)\n\n"_s.arg(
        table.file.isEmpty() ? u"Built-in recording of the demo"_s : table.file, QString::number(table.text.deltas.size()),
        QString::number(table.text.characters), QString::number(milliseconds(table.text.end) / 1000, 'f', 3),
        table.header.provider, table.header.model);

    QList<QStringList> rows {{u"strategy"_s, u"events"_s, u""_s, u"bytes"_s, u""_s, u"added p50"_s, u"added p95"_s, u"longest"_s,
        u"repaints"_s, u"CPU/delta"_s, u"parameters"_s}};
    const StrategyOutcome& first = table.outcomes.first();
    for (const StrategyOutcome& outcome : table.outcomes) {
        rows.append({outcome.options.name, QString::number(outcome.events), share(outcome.events, first.events),
            QString::number(outcome.bytes), share(outcome.bytes, first.bytes), ms(outcome.addedMedian), ms(outcome.added95),
            ms(outcome.longestHold), QString::number(outcome.repaints),
            QString::number(outcome.cpuMicrosPerDelta, 'f', 2) + u" µs"_s, parametersOf(outcome.options)});
    }
    for (const QStringList& row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            qsizetype width = 0;
            for (const QStringList& other : rows)
                width = std::max(width, other[column].size());
            const bool isWord = column == 0 || column == row.size() - 1;
            line += isWord ? row[column].leftJustified(width) : row[column].rightJustified(width);
            line += u"  "_s;
        }
        text += line.trimmed() + u'\n';
    }
    text +=
        u"\nAn event is what the strategy releases at once, framed as the gateway's /chat does; added: received to released, for "
        u"each\n"
        "text delta; longest: the longest time that text was held; repaints: frames of 16 ms with something new; CPU: strategy\n"
        "and framing, measured on this machine. All else follows from the times in the recording.\n"_s;
    return withoutControls(text.toUtf8());
}

QByteArray tableJson(const StrategyTable& table)
{
    QJsonArray outcomes;
    for (const StrategyOutcome& outcome : table.outcomes)
        outcomes.append(json(outcome));
    const QJsonObject recording {{u"file"_s, table.file.isEmpty() ? QJsonValue() : QJsonValue(table.file)},
        {u"provider"_s, table.header.provider}, {u"model"_s, table.header.model},
        {u"text_deltas"_s, qint64(table.text.deltas.size())}, {u"characters"_s, table.text.characters},
        {u"duration_ms"_s, milliseconds(table.text.end)}};
    return QJsonDocument(QJsonObject {{u"recording"_s, recording}, {u"strategies"_s, outcomes}}).toJson(QJsonDocument::Compact)
        + '\n';
}

}
