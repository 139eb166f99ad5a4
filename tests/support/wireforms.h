#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QStringList>
#include <QStringView>

namespace sluice::test {

/// \a text as a JSON string; half a surrogate pair is an escape, as servers write it that cut text between UTF-16 units.
QByteArray jsonText(QStringView text);

/// One `data:` event of OpenAI's kind, as llama.cpp writes it; \a choice is the inside of its one choice.
QByteArray llamaChunk(const QByteArray& choice);
/// A whole answer of llama.cpp's server: role, deltas, finish, usage, [DONE]; one event a string.
QByteArrayList llamaEvents(const QStringList& deltas);

/// A whole answer of the Responses API named \a id, sequence numbers from 0; one event a string.
QByteArrayList responseEvents(const QByteArray& id, const QStringList& deltas);
/// The event that ends a cancelled one.
QByteArray cancelledEvent(const QByteArray& id, qsizetype sequenceNumber);
/// The response object with what \a text has been made of it, as GET /responses/{id} gives it.
QByteArray responseObject(const QByteArray& id, const QByteArray& status, const QString& text);

/// A whole answer of the Messages API.
QByteArrayList anthropicEvents(const QStringList& deltas);

/// The same text, with each surrogate pair over two deltas.
QStringList withSplitPairs(const QStringList& deltas);
/// The deltas that say what follows the first \a count UTF-16 units.
QStringList deltasBehind(const QStringList& deltas, qsizetype count);

}
