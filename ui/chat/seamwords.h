#pragma once

#include "core/chat/seam.h"

#include <QList>
#include <QString>

namespace sluice {

// What the window says about the places where a broken answer went on. GUI thread.

/// One line for all of them: "resumed at 1,204 characters (replayed by the server, nothing lost)". Empty without a seam.
QString seamLine(const QList<Seam>& seams);

/// A full sentence for each of the first few, one a line, with what was repeated, replaced and paid again.
QString seamSentences(const QList<Seam>& seams);

}
