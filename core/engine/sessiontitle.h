#pragma once

#include <QString>

namespace sluice {

/// The title of a conversation that begins with \a text: its first line that says something, cut at a word where there is one.
QString sessionTitle(const QString& text);

}
