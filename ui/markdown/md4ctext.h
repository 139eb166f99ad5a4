#pragma once

#include <QString>

#include <md4c.h>

namespace sluice {

class HiddenTexts;

/// How md4c is asked to read everything here: GitHub's dialect, raw HTML as text.
constexpr unsigned ParserFlags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;

/// What an entity like "&amp;" stands for; itself when there is no such entity. GUI thread.
QString decodeEntity(const QString& entity);

/// A link's target, a title or the info string of a fence. GUI thread.
QString decodeAttribute(const MD_ATTRIBUTE& attribute);

/// \a href when it may be opened from a message, which is to say when it leads to http, https or mailto; else nothing.
QString allowedLink(const QString& href);
/// The same of a target that md4c found in a text where \a hidden was hidden.
QString allowedTarget(const MD_ATTRIBUTE& href, const HiddenTexts& hidden);

}
