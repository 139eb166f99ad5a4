#include "ui/chat/answerstripview.h"

#include "core/chat/conversation.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <QStringList>

#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Of a colour on the background, so that a tint is the same whatever is below.
QColor tint(const QColor& color, const QColor& background, double share)
{
    const auto mix = [share](int one, int other) { return int(std::lround(one * share + other * (1 - share))); };
    return {mix(color.red(), background.red()), mix(color.green(), background.green()), mix(color.blue(), background.blue())};
}

struct CellLook
{
    QColor color;
    int height = StripSize::Height; // px, from the bottom
};

CellLook lookOf(char cell, const Theme& theme)
{
    switch (cell) {
    case AnswerStrip::Quiet:
        return {tint(theme.warning, theme.background, 0.5), StripSize::Height / 2};
    case AnswerStrip::HeldBack:
        return {tint(theme.error, theme.background, 0.5)};
    case AnswerStrip::Reconnect:
        return {theme.border, 2};
    case '0':
        return {theme.border, 2};
    default:
        return {tint(theme.accent, theme.background, 0.2 + 0.05 * (cell - '0'))};
    }
}

// Cells that follow each other and look alike.
qsizetype endOfRun(const QByteArray& cells, qsizetype begin)
{
    qsizetype end = begin + 1;
    while (end < cells.size() && cells[end] == cells[begin] && cells[begin] != AnswerStrip::Reconnect)
        ++end;
    return end;
}

int runsOf(const QByteArray& cells, char cell)
{
    int runs = 0;
    for (qsizetype i = 0; i < cells.size(); i = endOfRun(cells, i))
        runs += cells[i] == cell ? 1 : 0;
    return runs;
}

QString seconds(double ms)
{
    return QCoreApplication::translate("AnswerStrip", "%1 s").arg(QLocale().toString(ms / 1000, 'f', ms < 10'000 ? 1 : 0));
}

}

void paintStrip(QPainter& painter, const QPointF& place, const AnswerStrip& strip, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false); // whole pixels: neighbours meet without a seam
    const double waiting = strip.waiting * StripSize::Width;
    const double cellWidth = (StripSize::Width - waiting) / double(std::max<qsizetype>(1, strip.cells.size()));
    const auto bar = [&](double from, double to, const CellLook& look) {
        const int left = int(std::lround(from));
        const int right = std::max(left + 1, int(std::lround(to)));
        painter.fillRect(
            QRectF(place.x() + left, place.y() + StripSize::Height - look.height, right - left, look.height), look.color);
    };
    if (waiting >= 1)
        bar(0, waiting, {tint(theme.mutedText, theme.background, 0.45), 2});
    for (qsizetype i = 0, next = 0; i < strip.cells.size(); i = next) {
        next = endOfRun(strip.cells, i);
        const double from = waiting + cellWidth * double(i);
        bar(from, waiting + cellWidth * double(next), lookOf(strip.cells[i], theme));
        if (strip.cells[i] == AnswerStrip::Reconnect)
            bar(from, from + 1, {theme.text});
    }
    painter.restore();
}

QString stripSentences(const AnswerFigures& figures)
{
    const QByteArray& cells = figures.strip.cells;
    QStringList sentences;
    if (figures.ttftMs)
        sentences << QCoreApplication::translate("AnswerStrip", "Waited %1 for the first text.").arg(seconds(*figures.ttftMs));
    if (const int quiet = runsOf(cells, AnswerStrip::Quiet); quiet > 0)
        sentences << (quiet == 1
                ? QCoreApplication::translate("AnswerStrip", "Stalled once: the network was quiet.")
                : QCoreApplication::translate("AnswerStrip", "Stalled %n times: the network was quiet.", nullptr, quiet));
    if (const int held = runsOf(cells, AnswerStrip::HeldBack); held > 0)
        sentences << (held == 1
                ? QCoreApplication::translate("AnswerStrip", "Stalled once: held back by Sluice.")
                : QCoreApplication::translate("AnswerStrip", "Stalled %n times: held back by Sluice.", nullptr, held));
    if (const int again = runsOf(cells, AnswerStrip::Reconnect); again > 0)
        sentences << (again == 1 ? QCoreApplication::translate("AnswerStrip", "Asked again once.")
                                 : QCoreApplication::translate("AnswerStrip", "Asked again %n times.", nullptr, again));
    sentences << QCoreApplication::translate("AnswerStrip", "Click to see how it came.");
    return sentences.join(u'\n');
}

}
