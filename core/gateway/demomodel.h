#pragma once

#include "core/chat/delta.h"
#include "core/gateway/requesttarget.h"

#include <QString>
#include <QStringView>

#include <expected>
#include <optional>
#include <random>

namespace sluice {

/// How the demo model behaves, for tests and demonstrations.
struct DemoOptions
{
    double rate = 60; ///< deltas a second; 0 = as fast as they are read
    double jitter = 0; ///< 0-1: each pause is up to this part shorter or longer
    std::optional<qint64> deltas = {}; ///< exactly so many text deltas: the script is cut, or said again
    Millis stall {0}; ///< silence before text delta number stallAt (0 = the first)
    qint64 stallAt = 0;
    std::optional<qint64> failAt = {}; ///< the answer breaks off after so many text deltas
    quint64 seed = 0; ///< another way to cut the text, another jitter
};

/// Reads demo_rate, demo_jitter, demo_deltas, demo_stall_ms, demo_stall_at, demo_fail_at and demo_seed; a sentence about
/// the first value that does not parse.
std::expected<DemoOptions, QString> parseDemoOptions(const QueryParameters& parameters);

struct DemoStep
{
    Micros pause {0}; ///< before it
    Delta delta;
};

/// The built-in model: scripted answers that show Sluice and everything its renderer knows, in pieces like a model's tokens.
/// The same message and options give the same deltas and pauses, always. Pure; one thread. Holds a few dozen bytes, however long
/// the answer is.
class DemoModel
{
public:
    DemoModel(const QString& message, const DemoOptions& options);

    /// The next piece: reasoning first where the message asks to think, then text; nothing at the end.
    std::optional<DemoStep> next();

    /// Call when next() has nothing more.
    StreamEnd end() const;
    Usage usage() const;

private:
    QStringView takePiece(QStringView text, qsizetype& position);
    qsizetype pieceLength(QStringView rest);
    qsizetype upTo(qsizetype least, qsizetype most);
    Micros nextPause();
    bool isTextOver() const;

    DemoOptions m_options;
    std::minstd_rand m_random; // the same on every platform, unlike the distributions of <random>
    QStringView m_reasoning; // both refer to texts that live for ever
    QStringView m_text;
    qsizetype m_reasoningPosition = 0;
    qsizetype m_textPosition = 0;
    qint64 m_promptTokens = 0;
    qint64 m_textDeltas = 0;
    qint64 m_reasoningDeltas = 0;
};

}
