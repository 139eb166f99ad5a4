#pragma once

#include "core/chat/provider.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace sluice::test {

/// A stream (or a plain JSON body) of tests/data and what must come out of it.
struct Transcript
{
    QString name;
    QByteArray bytes;
    bool isPlainJson = false;
    QJsonObject expected;
};

/// All transcripts of tests/data/\a folder, by name.
QList<Transcript> transcriptsOf(const QString& folder);

/// Everything that can be seen of a decoder over one answer.
struct Outcome
{
    Deltas deltas;
    StreamEnd end;
    bool isDone = false;

    bool operator==(const Outcome&) const = default;
};

/// Parses and decodes a stream that arrives in \a pieces, as the engine does: to the end, or to the first error.
Outcome play(const Provider& provider, const QList<QByteArrayView>& pieces);

/// Decodes a whole plain JSON answer.
Outcome playJson(const Provider& provider, QByteArrayView body);

/// \a outcome in the form of the expected results: adjacent pieces joined, the last usage, the error reduced to what \a expected
/// names.
QJsonObject summaryOf(const Outcome& outcome, const QJsonObject& expected);

}
