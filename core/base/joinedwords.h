#pragma once

#include <QString>
#include <QStringList>

namespace sluice {

// How words for people stand one after the other, in the language of the program. Thread-safe.

/// Whole sentences: a language parts them by a space, or by nothing. Empty ones are left out.
QString inSequence(const QStringList& sentences);

/// Things of one kind: "a, b, c".
QString listed(const QStringList& things);

/// Statements that may have commas themselves: "a; b".
QString partedStatements(const QStringList& statements);

/// What is added to a word or sentence: "words (remark)".
QString withRemark(const QString& words, const QString& remark);

}
