#pragma once

#include "core/lab/loadplan.h"
#include "core/lab/loadreport.h"

#include <QJsonObject>
#include <QUrl>

#include <optional>
#include <vector>

namespace sluice {

/// The load of `compare naive`, the same for both sides. What each figure models is in docs/sluicectl.md.
struct NaiveLoad
{
    int users = 40;
    Millis duration {20000};
    Millis warmUp {3000};
    int slots = 16; ///< answers that the model gives at once
    Millis patience {2000}; ///< of the model's queue
    int deltas = 100; ///< of an answer
    double repeated = 0.75; ///< share of the requests that ask one of the popular questions
    int popular = 20; ///< how many of those there are
    quint64 seed = 1;

    bool operator==(const NaiveLoad&) const = default;
};

enum class GatewayUse {
    Naive, ///< each delta an event, nothing kept, nothing packed, a connection a request
    Optimised, ///< popular questions from the cache, others by the pool; adaptive buffer, gzip, kept connections
};

/// Which question each request asks, in order; the same for the same load. Popular ones are numbered from 0 to below
/// \c popular, every other one is asked once.
std::vector<int> naiveQuestions(const NaiveLoad& load, int count);

/// The plan of one side, for the gateway at \a gateway. Its provider is null: the caller's business.
LoadPlan naivePlan(const NaiveLoad& load, GatewayUse use, const QUrl& gateway);

/// What one side measured.
struct NaiveSide
{
    LoadReport report;
    std::optional<double> peakMemoryKb; ///< of the gateway's process, resident
    std::optional<double> idleMemoryKb; ///< before the load

    std::optional<double> answerRate() const; ///< complete answers a second
    std::optional<double> bytesPerAnswer() const; ///< of bodies on the wire; those of failed answers are shared out
};

/// A line of the seed's table 10.1.
struct NaiveRow
{
    QString name;
    QString unit;
    std::optional<double> before;
    std::optional<double> after;
    std::optional<double> gain; ///< above 1: better with the optimisations; nothing where one of them is 0
    double promised = 0; ///< the gain that the seed's table claims
};

std::vector<NaiveRow> naiveRows(const NaiveSide& before, const NaiveSide& after);
QString naiveTable(const NaiveLoad& load, const NaiveSide& before, const NaiveSide& after);
/// The stable form of docs/sluicectl.md.
QJsonObject naiveToJson(const NaiveLoad& load, const NaiveSide& before, const NaiveSide& after);

}
