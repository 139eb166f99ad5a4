#include "core/lab/scorecard.h"

#include "core/base/joinedwords.h"
#include "core/lab/markdowntable.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct CardWords
{
    Q_DECLARE_TR_FUNCTIONS(Scorecard)
};

const std::vector<std::pair<QLatin1StringView, const char*>> Titles {
    {"models"_L1, QT_TRANSLATE_NOOP("Scorecard", "Model list")},
    {"answer"_L1, QT_TRANSLATE_NOOP("Scorecard", "A whole answer")},
    {"event_stream"_L1, QT_TRANSLATE_NOOP("Scorecard", "Answers are event streams")},
    {"utf8"_L1, QT_TRANSLATE_NOOP("Scorecard", "Text is UTF-8")},
    {"events"_L1, QT_TRANSLATE_NOOP("Scorecard", "Events without oddities")},
    {"ending"_L1, QT_TRANSLATE_NOOP("Scorecard", "Ends as its protocol says")},
    {"usage"_L1, QT_TRANSLATE_NOOP("Scorecard", "Counts tokens (usage)")},
    {"ttft"_L1, QT_TRANSLATE_NOOP("Scorecard", "Time to first token")},
    {"rate"_L1, QT_TRANSLATE_NOOP("Scorecard", "Speed")},
    {"gzip"_L1, QT_TRANSLATE_NOOP("Scorecard", "Compresses (gzip)")},
    {"http2"_L1, QT_TRANSLATE_NOOP("Scorecard", "HTTP/2")},
    {"prefill"_L1, QT_TRANSLATE_NOOP("Scorecard", "Goes on from a given beginning (prefill)")},
    {"replay"_L1, QT_TRANSLATE_NOOP("Scorecard", "Replays what was missed")},
    {"cancel"_L1, QT_TRANSLATE_NOOP("Scorecard", "Stops when told to")},
    {"errors"_L1, QT_TRANSLATE_NOOP("Scorecard", "Refusals say why")},
};

QString verdictWord(const ScoreLine& line)
{
    switch (line.verdict) {
    case ScoreVerdict::Yes:
        return CardWords::tr("yes");
    case ScoreVerdict::No:
        return line.isFailure() ? CardWords::tr("NO") : CardWords::tr("no");
    case ScoreVerdict::Unseen:
        return CardWords::tr("cannot be seen");
    case ScoreVerdict::Measured:
        return CardWords::tr("measured");
    }
    Q_UNREACHABLE();
}

QString summary(const Scorecard& card)
{
    const QString line = card.failures() == 0 ? CardWords::tr("Nothing that is required is missing.")
                                              : CardWords::tr("%1 required lines failed.").arg(card.failures());
    return inSequence({line, card.wasStopped ? CardWords::tr("It was stopped before its end.") : QString()});
}

}

int Scorecard::failures() const
{
    return int(std::count_if(lines.begin(), lines.end(), [](const ScoreLine& line) { return line.isFailure(); }));
}

const std::vector<QLatin1StringView>& scoreLineIds()
{
    static const std::vector<QLatin1StringView> ids = [] {
        std::vector<QLatin1StringView> all;
        for (const auto& [id, title] : Titles)
            all.push_back(id);
        return all;
    }();
    return ids;
}

QString scoreLineTitle(const QString& id)
{
    const auto found = std::find_if(Titles.begin(), Titles.end(), [&id](const auto& title) { return title.first == id; });
    return found == Titles.end() ? id : CardWords::tr(found->second);
}

QString scoreVerdictName(ScoreVerdict verdict)
{
    switch (verdict) {
    case ScoreVerdict::Yes:
        return u"yes"_s;
    case ScoreVerdict::No:
        return u"no"_s;
    case ScoreVerdict::Unseen:
        return u"unseen"_s;
    case ScoreVerdict::Measured:
        return u"measured"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject scorecardToJson(const Scorecard& card)
{
    QJsonArray lines;
    for (const ScoreLine& line : card.lines) {
        lines.append(QJsonObject {{u"id"_s, line.id}, {u"title"_s, scoreLineTitle(line.id)},
            {u"verdict"_s, scoreVerdictName(line.verdict)}, {u"evidence"_s, line.evidence}, {u"required"_s, line.isRequired},
            {u"failed"_s, line.isFailure()}});
    }
    return {{u"version"_s, ScorecardVersion},
        {u"endpoint"_s, QJsonObject {{u"provider"_s, card.provider}, {u"base_url"_s, card.target}, {u"model"_s, card.model}}},
        {u"started_at"_s, card.startedAt.toUTC().toString(Qt::ISODate)}, {u"stopped"_s, card.wasStopped},
        {u"requests"_s, card.requests}, {u"failed"_s, card.failures()}, {u"lines"_s, lines}};
}

QString scorecardToMarkdown(const Scorecard& card)
{
    QString page = u"# "_s + CardWords::tr("Scorecard of %1").arg(card.target) + u"\n\n"_s;
    const QString whom =
        CardWords::tr("Provider %1, model %2, %3.")
            .arg(card.provider, card.model.isEmpty() ? u"–"_s : card.model, card.startedAt.toUTC().toString(Qt::ISODate));
    page += inSequence({whom, summary(card)}) + u"\n\n"_s;
    page +=
        markdownRow({CardWords::tr("Line"), CardWords::tr("Verdict"), CardWords::tr("Evidence")}) + u"| --- | --- | --- |\n"_s;
    for (const ScoreLine& line : card.lines)
        page += markdownRow({scoreLineTitle(line.id), verdictWord(line), line.evidence});
    return page;
}

QString scorecardToText(const Scorecard& card)
{
    constexpr qsizetype VerdictWidth = 16;
    QString text;
    for (const ScoreLine& line : card.lines)
        text += verdictWord(line).leftJustified(VerdictWidth) + scoreLineTitle(line.id) + u'\n' + QString(VerdictWidth, u' ')
            + line.evidence.simplified() + u'\n';
    return text + summary(card) + u'\n';
}

}
