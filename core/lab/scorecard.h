#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace sluice {

enum class ScoreVerdict {
    Yes,
    No,
    Unseen, ///< cannot be seen from here
    Measured, ///< a figure: neither good nor bad by itself
};

/// One line of a scorecard. A value.
struct ScoreLine
{
    QString id; ///< in reports: "event_stream"
    ScoreVerdict verdict = ScoreVerdict::Unseen;
    QString evidence {}; ///< what was seen: one sentence
    bool isRequired = false; ///< an endpoint without it is broken

    bool isFailure() const { return isRequired && verdict == ScoreVerdict::No; }
    bool operator==(const ScoreLine&) const = default;
};

/// What an endpoint can do, as it was seen. A value.
struct Scorecard
{
    QString provider;
    QString target; ///< address without credentials
    QString model;
    QDateTime startedAt;
    bool wasStopped = false;
    int requests = 0; ///< for answers
    std::vector<ScoreLine> lines {};

    int failures() const;
};

/// The ids of all lines, in their order.
const std::vector<QLatin1StringView>& scoreLineIds();
/// What a line is about, for people: "Answers are event streams".
QString scoreLineTitle(const QString& id);
/// "yes", "no", "unseen", "measured".
QString scoreVerdictName(ScoreVerdict verdict);

constexpr int ScorecardVersion = 1;

/// The stable form of docs/sluicectl.md, "The scorecard".
QJsonObject scorecardToJson(const Scorecard& card);
QString scorecardToMarkdown(const Scorecard& card);
/// For a terminal.
QString scorecardToText(const Scorecard& card);

}
