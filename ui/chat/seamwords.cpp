#include "ui/chat/seamwords.h"

#include "core/base/joinedwords.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostSentences = 8; // as a tool tip is read

struct SeamWords
{
    Q_DECLARE_TR_FUNCTIONS(SeamWords)
};

// What tr() takes.
int amount(qint64 count)
{
    return int(std::min(count, qint64(std::numeric_limits<int>::max())));
}

QString onePhrase(const Seam& seam)
{
    const QString paid =
        seam.attempts > 1 ? SeamWords::tr("paid again, %Ln times", nullptr, seam.attempts) : SeamWords::tr("paid again");
    switch (seam.means) {
    case ResumeMeans::LastEventId:
    case ResumeMeans::StreamOffset:
    case ResumeMeans::ResponseSequence:
        return SeamWords::tr("resumed at character %Ln (replayed by the server, nothing lost)", nullptr, amount(seam.textAt));
    case ResumeMeans::Prefill:
    case ResumeMeans::QuotedTurn:
        return SeamWords::tr("continued at character %Ln (asked again, %1)", nullptr, amount(seam.textAt)).arg(paid);
    case ResumeMeans::Restart:
        break;
    }
    const QString phrase =
        SeamWords::tr("started again (%1): characters repeated: %Ln", nullptr, amount(seam.repeated)).arg(paid);
    if (seam.replaced == 0)
        return phrase;
    return listed({phrase, SeamWords::tr("replaced: %Ln", nullptr, amount(seam.replaced))});
}

QString summary(const QList<Seam>& seams)
{
    const qsizetype paid = std::ranges::count_if(seams, isPaidAgain, &Seam::means);
    int requests = 0;
    for (const Seam& seam : seams)
        requests += isPaidAgain(seam.means) ? seam.attempts : 0;
    const QString times = SeamWords::tr("resumed %Ln times", nullptr, amount(seams.size()));
    if (paid == 0)
        return SeamWords::tr("%1 (replayed by the server, nothing lost)").arg(times);
    if (paid == seams.size() && requests == paid)
        return SeamWords::tr("%1 (asked again, paid again)").arg(times);
    if (paid == seams.size())
        return SeamWords::tr("%1 (asked again, paid again %2 times)").arg(times).arg(requests);
    return SeamWords::tr("%1 (%2 replayed by the server, %3 paid again)").arg(times).arg(seams.size() - paid).arg(requests);
}

QString wayOf(ResumeMeans means)
{
    switch (means) {
    case ResumeMeans::LastEventId:
        return SeamWords::tr("the server replayed what came after the last event's id; nothing was lost or paid again.");
    case ResumeMeans::StreamOffset:
        return SeamWords::tr("the server replayed what came after the last byte; nothing was lost or paid again.");
    case ResumeMeans::ResponseSequence:
        return SeamWords::tr("the server replayed what came after the last event's number; nothing was lost or paid again.");
    case ResumeMeans::Prefill:
        return SeamWords::tr("a new request gave the server the answer so far as a beginning; it was paid again.");
    case ResumeMeans::QuotedTurn:
        return SeamWords::tr("a new request quoted the answer so far and asked to go on; it was paid again.");
    case ResumeMeans::Restart:
        return SeamWords::tr("the same request was made again; it was paid again.");
    }
    Q_UNREACHABLE();
}

QString sentence(const Seam& seam)
{
    QStringList said {SeamWords::tr("At character %Ln: %1", nullptr, amount(seam.textAt)).arg(wayOf(seam.means))};
    if (seam.attempts > 1)
        said << SeamWords::tr(
            "Such requests made and paid: %Ln; all but the last broke off before anything new came.", nullptr, seam.attempts);
    if (seam.repeated > 0)
        said << SeamWords::tr("Characters that came once more and were dropped: %Ln.", nullptr, amount(seam.repeated));
    if (seam.replaced > 0)
        said << SeamWords::tr("Characters of the old text that were replaced: %Ln.", nullptr, amount(seam.replaced));
    return inSequence(said);
}

}

QString seamLine(const QList<Seam>& seams)
{
    if (seams.isEmpty())
        return {};
    return seams.size() == 1 ? onePhrase(seams.first()) : summary(seams);
}

QString seamSentences(const QList<Seam>& seams)
{
    QStringList lines;
    for (const Seam& seam : seams.first(std::min(seams.size(), MostSentences)))
        lines << sentence(seam);
    if (seams.size() > MostSentences)
        lines << SeamWords::tr("and %Ln more", nullptr, amount(seams.size() - MostSentences));
    return lines.join(u'\n');
}

}
