#pragma once

#include "ui/blocks/syntaxhighlighter.h"

#include <QHash>

#include <memory>

namespace sluice {

/// Highlighting by GNU Source-highlight. Looks for a definition first among our own (resources/languages, which the library lacks
/// or has in a weaker form), then in the library's data directory; without that directory our own still work. The library is not
/// thread-safe: one object at a time in a process, in one thread.
class SourceDefinitions final : public SyntaxDefinitions
{
public:
    /// \a dataDirectory: the library's *.lang files; may be absent.
    explicit SourceDefinitions(QString dataDirectory = findDataDirectory());
    ~SourceDefinitions() override;

    std::unique_ptr<SyntaxHighlighter> create(const QString& definition) override;

    /// $SOURCE_HIGHLIGHT_DATADIR, beside the program (a bundle), or the system's; empty when there is none.
    static QString findDataDirectory();

private:
    class Library;
    std::unique_ptr<Library> m_library; // hides the library's headers
};

}
