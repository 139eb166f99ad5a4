#pragma once

#include <QString>
#include <QStringList>

namespace sluice {

/// Whether there may be a label that begins with \a firstWord in \a source; with any word when that is empty.
bool mayUseLabel(QStringView source, QStringView firstWord);

/// The link reference definitions of a growing Markdown text, which hold for all of it, wherever they stand. GUI thread.
class LinkDefinitions
{
public:
    /// Takes in those of a piece that is closed.
    void addClosed(QStringView source);
    /// Replaces those of the piece that is still open. Returns the first words of the labels whose meaning may have changed since
    /// the last call, for mayUseLabel().
    QStringList setOpen(QStringView source);

    /// Those that \a source may use, as Markdown that shows nothing.
    QString markdownFor(QStringView source) const;

private:
    QStringList newIn(QStringView source) const;

    QStringList m_closed;
    QStringList m_all;
};

}
