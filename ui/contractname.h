#pragma once

#include <QString>
#include <QWidget>

namespace sluice {

/// An accessible name that is part of the program's contract: the same in every language, since tests and scripts find things by
/// it. What is seen, and tool tips, are translated all the same.
inline QString contractName(const char16_t* name)
{
    return QString::fromUtf16(name);
}

/// Names \a widget so. In a language in which it is \a said otherwise, that is its description, so that a screen reader has a
/// word of that language.
inline void setContractName(QWidget& widget, const char16_t* name, const QString& said)
{
    widget.setAccessibleName(contractName(name));
    widget.setAccessibleDescription(said == widget.accessibleName() ? QString() : said);
}

}
