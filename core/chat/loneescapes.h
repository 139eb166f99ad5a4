#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace sluice {

/// A server that cuts an emoji in two sends "\ud83d" in one event and "\ude00" in the next. Each half alone is legal JSON text,
/// but no JSON library that hands out UTF-8 can express it. So half escapes travel through the library as noncharacters, which
/// Unicode reserves for such inner use: U+FDEF and four of U+FDD0…U+FDDF, one for each hexadecimal digit.
///
/// Puts \a json with each escape of half a pair rewritten into \a out; false, and nothing done, when it holds none.
bool markLoneEscapes(QByteArrayView json, QByteArray& out);

/// \a text with the marks turned back into halves of pairs.
QString unmarkLoneEscapes(QString text);

}
