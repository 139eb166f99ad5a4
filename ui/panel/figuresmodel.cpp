#include "ui/panel/figuresmodel.h"

#include "core/base/joinedwords.h"
#include "ui/chat/seamwords.h"
#include "ui/panel/figurewords.h"
#include "ui/panel/timelinepoints.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Figure = FiguresModel::Figure;

struct Rows
{
    QList<Figure> all;

    void time(const QString& key, const QString& name, const std::optional<double>& ms)
    {
        all.append({.key = key, .name = name, .value = inMilliseconds(ms), .number = ms});
    }
    void number(const QString& key, const QString& name, const std::optional<double>& value)
    {
        all.append({.key = key, .name = name, .value = value ? inNumber(*value) : u"–"_s, .number = value});
    }
    void bytes(const QString& key, const QString& name, qint64 value)
    {
        all.append({.key = key, .name = name, .value = inBytes(value), .number = double(value)});
    }
    void text(const QString& key, const QString& name, const QString& value)
    {
        all.append({.key = key, .name = name, .value = value, .number = std::nullopt});
    }
    void percent(const QString& key, const QString& name, const std::optional<double>& value)
    {
        all.append({.key = key,
            .name = name,
            .value = value ? FiguresModel::tr("%1 %").arg(QLocale().toString(*value, 'f', 1)) : u"–"_s,
            .number = value});
    }
};

QString strategies(const StreamTimeline& timeline)
{
    QStringList names;
    for (const TimelineStrategy& strategy : timeline.strategies)
        names +=
            strategy.atMs > 0 ? FiguresModel::tr("%1 from %2").arg(strategy.name, inMilliseconds(strategy.atMs)) : strategy.name;
    return listed(names);
}

std::optional<double> lastOf(const QList<QPointF>& points)
{
    return points.isEmpty() ? std::nullopt : std::optional(points.last().y());
}

void addStream(Rows& rows, const PanelContent& content)
{
    const StreamTimeline& timeline = *content.timeline;
    const AnswerFigures& figures = content.answer.figures;
    const QString perSecond = content.countsTokens() ? FiguresModel::tr("Tokens/s") : FiguresModel::tr("Deltas/s");
    if (!content.answer.model.isEmpty())
        rows.text(u"model"_s, FiguresModel::tr("Model"), content.answer.model);
    rows.text(u"strategy"_s, FiguresModel::tr("Buffer strategy"), strategies(timeline));
    rows.time(u"ttft_ms"_s, FiguresModel::tr("Time to first token"), figures.ttftMs);
    rows.time(u"e2e_ms"_s, content.isLive ? FiguresModel::tr("Time so far") : FiguresModel::tr("End to end (E2E)"),
        content.isLive ? std::optional(timeline.lastMs) : figures.e2eMs);
    if (content.isLive)
        rows.number(u"rate_now"_s, FiguresModel::tr("Deltas/s, last second"), lastOf(receivedRate(timeline)));
    rows.number(u"rate"_s, perSecond, meanRate(content));
    if (figures.usage.completionTokens)
        rows.number(u"output_tokens"_s, FiguresModel::tr("Tokens"), double(*figures.usage.completionTokens));
    if (figures.usage.promptTokens)
        rows.number(u"prompt_tokens"_s, FiguresModel::tr("Tokens of the prompt"), double(*figures.usage.promptTokens));
    rows.number(u"text_deltas"_s, FiguresModel::tr("Text deltas"), double(timeline.textDeltas));
    if (timeline.reasoningDeltas > 0)
        rows.number(u"reasoning_deltas"_s, FiguresModel::tr("Reasoning deltas"), double(timeline.reasoningDeltas));
    if (timeline.itlMs.count() > 0) {
        rows.time(u"itl_mean_ms"_s, FiguresModel::tr("ITL, mean"), timeline.itlMs.mean());
        rows.time(u"itl_p50_ms"_s, FiguresModel::tr("ITL, p50"), timeline.itlMs.percentile(0.5));
        rows.time(u"itl_p95_ms"_s, FiguresModel::tr("ITL, p95"), timeline.itlMs.percentile(0.95));
        rows.time(u"itl_p99_ms"_s, FiguresModel::tr("ITL, p99"), timeline.itlMs.percentile(0.99));
        rows.time(u"itl_max_ms"_s, FiguresModel::tr("ITL, longest"), timeline.itlMs.max());
    }
    rows.time(u"quiet_ms"_s, FiguresModel::tr("Network quiet"), timeline.quietMs);
    rows.time(u"longest_quiet_ms"_s, FiguresModel::tr("Quiet, longest"), timeline.longestQuietMs);
    rows.time(u"held_back_ms"_s, FiguresModel::tr("Held back by Sluice"), timeline.heldBackMs);
    rows.time(u"longest_held_back_ms"_s, FiguresModel::tr("Held back, longest"), timeline.longestHeldBackMs);
    if (timeline.holdMs.count() > 0) {
        rows.time(u"hold_p50_ms"_s, FiguresModel::tr("Received to shown, p50"), timeline.holdMs.percentile(0.5));
        rows.time(u"hold_p99_ms"_s, FiguresModel::tr("Received to shown, p99"), timeline.holdMs.percentile(0.99));
    }
    rows.number(u"flushes"_s, FiguresModel::tr("Flushes"), double(timeline.flushes));
    rows.number(u"held_deltas"_s, FiguresModel::tr("Deltas in the buffer, last"), lastOf(heldDepth(timeline)));
    rows.number(u"queue_depth"_s, FiguresModel::tr("Flushes in the queue, last"), lastOf(queueDepth(timeline)));
    rows.time(u"blocked_ms"_s, FiguresModel::tr("Reading stopped"), timeline.blockedMs);
    rows.number(u"events"_s, FiguresModel::tr("Events"), double(timeline.events));
    rows.bytes(u"wire_bytes"_s, FiguresModel::tr("Bytes on the wire"), timeline.wireBytes);
    rows.bytes(u"decoded_bytes"_s, FiguresModel::tr("Bytes decoded"), timeline.decodedBytes);
    rows.number(u"reconnects"_s, FiguresModel::tr("Reconnects"), double(figures.reconnects));
    rows.text(u"cached"_s, FiguresModel::tr("From a cache"), figures.cached ? FiguresModel::tr("yes") : FiguresModel::tr("no"));
    if (!content.answer.seams.isEmpty())
        rows.text(u"resumed"_s, FiguresModel::tr("Resumed"), seamLine(content.answer.seams));
}

}

FiguresModel::FiguresModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void FiguresModel::show(const PanelContent& content, const OwnFigures& own)
{
    Rows rows;
    if (content.timeline)
        addStream(rows, content);
    rows.text(u"pool"_s, tr("Streams at once"),
        tr("%1 of %2, %3 waiting").arg(content.pool.active).arg(content.pool.max).arg(content.pool.waiting));
    if (content.cache) {
        rows.text(u"cache"_s, tr("Response cache"), tr("%1 hits, %2 misses").arg(content.cache->hits).arg(content.cache->misses));
        rows.bytes(u"cache_bytes"_s, tr("Response cache, size"), content.cache->bytes);
    }
    rows.percent(u"cpu_percent"_s, tr("Sluice: CPU"), own.cpuPercent);
    if (own.residentBytes)
        rows.bytes(u"resident_bytes"_s, tr("Sluice: memory"), *own.residentBytes);
    rows.time(u"frame_p95_ms"_s, tr("Sluice: frame, p95"), own.frameP95Ms);
    rows.time(u"ui_block_ms"_s, tr("Sluice: longest UI block"), own.longestBlockMs);
    rows.percent(u"panel_percent"_s, tr("Sluice: this panel"), own.panelPercent);

    bool hasSameRows = rows.all.size() == m_figures.size();
    for (qsizetype i = 0; hasSameRows && i < m_figures.size(); ++i)
        hasSameRows = rows.all[i].key == m_figures[i].key;
    if (!hasSameRows) {
        beginResetModel();
        m_figures = std::move(rows.all);
        endResetModel();
        return;
    }
    for (qsizetype i = 0; i < m_figures.size(); ++i) {
        const bool isOther = m_figures[i].value != rows.all[i].value || m_figures[i].name != rows.all[i].name;
        m_figures[i] = rows.all[i];
        if (isOther)
            Q_EMIT dataChanged(index(int(i), 0), index(int(i), 1));
    }
}

int FiguresModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_figures.size());
}

int FiguresModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant FiguresModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_figures.size())
        return {};
    if (role == Qt::TextAlignmentRole && index.column() == 1)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole || role == Qt::DisplayRole)
        return index.column() == 0 ? m_figures[index.row()].name : m_figures[index.row()].value;
    return {};
}

QVariant FiguresModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Figure") : tr("Value");
}

}
