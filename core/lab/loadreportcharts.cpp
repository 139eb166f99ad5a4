#include "core/lab/loadreportcharts.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct PageWords
{
    Q_DECLARE_TR_FUNCTIONS(LoadReportPage)
};

// Of a drawing, in its own units: the page stretches it.
constexpr double Width = 600;
constexpr double Height = 100;
constexpr int MostBars = 60;
constexpr int LeastPlaces = 24; // of a histogram: one value is a bar, not a wall
constexpr int CurvePoints = 48;

struct Percentile
{
    QString name;
    double share;
};

const std::array<Percentile, 8> Percentiles {{{u"p50"_s, 0.5}, {u"p75"_s, 0.75}, {u"p90"_s, 0.9}, {u"p95"_s, 0.95},
    {u"p98"_s, 0.98}, {u"p99"_s, 0.99}, {u"p99.5"_s, 0.995}, {u"p99.9"_s, 0.999}}};

struct Tick
{
    QString text;
    double place; ///< 0 to 1, from the left
};

struct Chart
{
    QString title {};
    QString drawing {}; ///< SVG, in Width x Height
    double most = 0; ///< of the upright axis
    QList<Tick> ticks {}; ///< of the axis across
    QStringList head {};
    QList<QStringList> rows {};
};

QString svgNumber(double value)
{
    return QString::number(value, 'f', 1);
}

/// As htmlNumber(), without zeros that say nothing.
QString axisNumber(double value)
{
    QString text = htmlNumber(value);
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text;
}

/// The end of an axis that reaches \a value: round, and so is its half.
double axisEnd(double value)
{
    if (!(value > 0))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (value <= step * power * 1.0001)
            return step * power;
    }
    return 10 * power;
}

QString cells(const QStringList& texts, const QString& tag)
{
    QString all;
    for (qsizetype i = 0; i < texts.size(); ++i)
        all += i == 0 ? u"<th scope=\"%1\">%2</th>"_s.arg(tag == "th"_L1 ? u"col"_s : u"row"_s, texts.at(i).toHtmlEscaped())
                      : u"<%1>%2</%1>"_s.arg(tag, texts.at(i).toHtmlEscaped());
    return u"<tr>"_s + all + u"</tr>\n"_s;
}

QString toHtml(const Chart& chart)
{
    QString across;
    for (const Tick& tick : chart.ticks) {
        const QString place = tick.place <= 0 ? u"left:0"_s
            : tick.place >= 1                 ? u"right:0"_s
                                              : u"left:%1%;transform:translateX(-50%)"_s.arg(svgNumber(tick.place * 100));
        across += u"<span style=\"%1\">%2</span>"_s.arg(place, tick.text.toHtmlEscaped());
    }
    QString rows;
    for (const QStringList& row : chart.rows)
        rows += cells(row, u"td"_s);
    const QString title = chart.title.toHtmlEscaped();
    QString lines;
    for (const double at : {0.0, 0.5, 1.0})
        lines += u"<line class=\"grid\" x1=\"0\" y1=\"%1\" x2=\"%2\" y2=\"%1\"/>"_s.arg(svgNumber(at * Height), svgNumber(Width));
    return uR"(<figure><figcaption>%1</figcaption><div class="plot"><div class="up"><span>%2</span><span>%3</span><span>0</span></div>
<svg viewBox="0 0 %4 %5" preserveAspectRatio="none" role="img" aria-label="%1">%6%7</svg><div class="across">%8</div></div>
<details><summary>)"_s.arg(title, axisNumber(chart.most), axisNumber(chart.most / 2), svgNumber(Width), svgNumber(Height), lines,
               chart.drawing, across)
        + PageWords::tr("As a table").toHtmlEscaped() + u"</summary><div class=\"wide\"><table><thead>"_s
        + cells(chart.head, u"th"_s) + u"</thead><tbody>"_s + rows + u"</tbody></table></div></details></figure>\n"_s;
}

/// Without an exponent; all of what is before the point.
QString withDigits(double value, int digits)
{
    const double size = std::abs(value);
    const int before = size >= 1000 ? 4 : size >= 100 ? 3 : size >= 10 ? 2 : size >= 1 ? 1 : 0;
    return QString::number(value, 'f', size == 0 ? 0 : std::max(0, digits - before));
}

/// Four digits tell a bucket's bound from the next one's.
QString boundNumber(double value)
{
    return withDigits(value, 4);
}

double heightOf(double value, double most)
{
    return Height - std::clamp(value / most, 0.0, 1.0) * Height;
}

QString line(const QList<std::pair<double, double>>& points)
{
    QString text;
    for (const auto& [x, y] : points)
        text += svgNumber(x) + u',' + svgNumber(y) + u' ';
    return u"<polyline class=\"line\" points=\"%1\"/>"_s.arg(text.trimmed());
}

/// 0 at the median, and each nine the same further.
double nines(double share)
{
    return -std::log10(2 * (1 - share));
}

/// The largest percentile that has a value beyond it.
double lastShare(qint64 count)
{
    double last = 0;
    for (const Percentile& one : Percentiles) {
        if (double(count) * (1 - one.share) >= 1 - 1e-9)
            last = one.share;
    }
    return last;
}

}

QString htmlNumber(double value)
{
    return withDigits(value, 3);
}

QString htmlOverTime(
    const QString& title, const LoadReport& report, int digits, const std::function<double(const LoadStep&)>& value)
{
    if (report.steps.empty())
        return {};
    Chart chart {.title = title, .head = {PageWords::tr("seconds"), title}};
    double most = 0;
    for (const LoadStep& step : report.steps)
        most = std::max(most, value(step));
    chart.most = axisEnd(most);
    const double across = Width / double(report.steps.size());
    QList<std::pair<double, double>> points;
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        const double height = heightOf(value(report.steps[i]), chart.most);
        points.append({across * double(i), height}); // a step's figure holds for all of it
        points.append({across * double(i + 1), height});
        chart.rows.append(
            {QString::number(report.stepMs * double(i) / 1000, 'f', 1), QString::number(value(report.steps[i]), 'f', digits)});
    }
    chart.drawing = line(points);
    const double seconds = report.stepMs * double(report.steps.size()) / 1000;
    chart.ticks = {{u"0 s"_s, 0}, {axisNumber(seconds / 2) + u" s"_s, 0.5}, {axisNumber(seconds) + u" s"_s, 1}};
    return toHtml(chart);
}

QString htmlHistogram(const QString& title, const QString& counted, const LogarithmicHistogram& values)
{
    if (values.count() == 0)
        return {};
    int first = values.buckets().begin()->first;
    const int last = values.buckets().rbegin()->first + 1;
    const int width = std::max(1, (last - first + MostBars - 1) / MostBars);
    const int used = std::max(1, (last - first + width - 1) / width);
    const int places = std::max(LeastPlaces, used);
    const int before = std::min((places - used) / 2, std::max(0, first / width)); // what is alike stands in the middle
    first -= before * width;
    std::map<int, qint64> bars;
    for (const auto& [bucket, count] : values.buckets())
        bars[(bucket - first) / width] += count;
    Chart chart {.title = title, .head = {PageWords::tr("from, ms"), PageWords::tr("to, ms"), counted}};
    const qint64 most = std::ranges::max_element(bars, {}, [](const auto& bar) { return bar.second; })->second;
    chart.most = axisEnd(double(most));
    const auto begin = [first, width](int place) { return LogarithmicHistogram::bucketBegin(first + place * width); };
    for (const auto& [place, count] : bars) {
        const double top = std::min(heightOf(double(count), chart.most), Height - 1);
        chart.drawing +=
            u"<rect class=\"bar\" x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\"/>"_s.arg(svgNumber(Width * place / places),
                svgNumber(top), svgNumber(std::max(1.0, Width / places - 1)), svgNumber(Height - top));
        chart.rows.append({boundNumber(begin(place)), boundNumber(begin(place + 1)), QString::number(count)});
    }
    chart.ticks = {{axisNumber(begin(0)) + u" ms"_s, 0}, {axisNumber(begin(places / 2)) + u" ms"_s, double(places / 2) / places},
        {axisNumber(begin(places)) + u" ms"_s, 1}};
    return toHtml(chart);
}

QString htmlPercentiles(const QString& title, const LogarithmicHistogram& values)
{
    const double last = lastShare(values.count());
    if (last < 0.9)
        return {}; // too few to speak of their tail
    Chart chart {.title = title, .most = axisEnd(values.percentile(last)), .head = {PageWords::tr("percentile"), u"ms"_s}};
    const double end = nines(last);
    QList<std::pair<double, double>> points;
    for (int i = 0; i <= CurvePoints; ++i) {
        const double at = end * i / CurvePoints;
        points.append({Width * i / CurvePoints, heightOf(values.percentile(1 - std::pow(10, -at) / 2), chart.most)});
    }
    chart.drawing = line(points);
    for (const Percentile& one : Percentiles) {
        if (one.share > last)
            break;
        chart.rows.append({one.name, htmlNumber(values.percentile(one.share))});
        const bool hasRoom = one.share != 0.75 && one.share != 0.98 && one.share != 0.995;
        if (hasRoom || one.share == last)
            chart.ticks.append({one.name, nines(one.share) / end});
    }
    chart.rows.append({PageWords::tr("max"), htmlNumber(values.max())});
    return toHtml(chart);
}

QString htmlChartStyle()
{
    return uR"(figure{margin:32px 0}figcaption{font-weight:600;margin-bottom:8px}
.plot{display:grid;grid-template-columns:max-content 1fr;column-gap:8px;font-size:12px;color:var(--muted)}
.plot svg{width:100%;height:144px;overflow:visible}.plot svg *{vector-effect:non-scaling-stroke}
.up{display:flex;flex-direction:column;justify-content:space-between;text-align:right;line-height:1;margin:-6px 0;min-width:32px}
.across{grid-column:2;position:relative;height:20px;margin-top:4px}.across span{position:absolute;white-space:nowrap}
.grid{stroke:var(--line)}.line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}.bar{fill:var(--accent)}
summary{cursor:pointer;color:var(--muted);font-size:13px;margin-top:8px}details table{font-size:13px;width:auto;min-width:50%}
)"_s;
}

}
