#include "core/engine/sessiontitle.h"

namespace sluice {

QString sessionTitle(const QString& text)
{
    constexpr qsizetype MaxCharacters = 60;
    const QString line = text.trimmed().section(u'\n', 0, 0).simplified();
    if (line.size() <= MaxCharacters)
        return line;
    QString cut = line.first(MaxCharacters);
    const qsizetype space = cut.lastIndexOf(u' ');
    if (space > MaxCharacters / 2)
        cut.truncate(space);
    else if (cut.back().isHighSurrogate())
        cut.chop(1);
    return cut + u'…';
}

}
