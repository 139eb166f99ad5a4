#pragma once

#include <QString>
#include <QStringList>

namespace sluice {

/// The link reference definitions of a growing Markdown text, which hold for all of it, wherever they stand. GUI thread.
class LinkDefinitions
{
public:
    /// Takes in those of a piece that is closed.
    void addClosed(QStringView source);
    /// Replaces those of the piece that is still open. Returns what a text contains, in any case, when its meaning may have
    /// changed since the last call: every use of a label has one of these in it, save where a label of capital letters is used
    /// with two or more white spaces before it.
    QStringList setOpen(QStringView source);

    /// Those that \a source may use, as Markdown that shows nothing.
    QString markdownFor(QStringView source) const;

private:
    QStringList newIn(QStringView source) const;

    QStringList m_closed;
    QStringList m_all;
};

}
