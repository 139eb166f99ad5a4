#include "core/engine/textlook.h"

#include "core/engine/settingsvalue.h"

#include <QSettings>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto FamilyEntry = "font/family"_L1;
constexpr auto SizeEntry = "font/size"_L1;
constexpr auto DensityEntry = "density"_L1;
constexpr qsizetype MaxFamily = 200; // characters

}

TextLook TextLook::read(const QSettings& file)
{
    TextLook look;
    const QString family = file.value(FamilyEntry).toString();
    if (family.size() <= MaxFamily)
        look.family = family;
    look.size = int(readNumber(file.value(SizeEntry), SmallestSize, LargestSize, look.size));
    if (file.value(DensityEntry).toString() == "compact"_L1)
        look.density = Density::Compact;
    return look;
}

void TextLook::write(QSettings& file) const
{
    file.setValue(FamilyEntry, family);
    file.setValue(SizeEntry, size);
    file.setValue(DensityEntry, QString(density == Density::Compact ? "compact"_L1 : "comfortable"_L1));
}

}
