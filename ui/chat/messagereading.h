#pragma once

#include <QCache>
#include <QString>

namespace sluice {

/// What a Markdown text reads as: the words, code and list numbers that are shown, without the markup. Cells of a table are
/// separated by commas; of a picture its description is left. A text without any markup comes back as it is. GUI thread.
QString readableMarkdown(const QString& markdown);

/// The same, and remembers the texts that were read last: assistive technology asks for all rows again and again. GUI thread.
class MessageReading
{
public:
    /// \a isGrowing: it will be another text with the next delta, and is not kept. While somebody holds it, each frame would copy
    /// all of it.
    QString of(const QString& markdown, bool isGrowing);

    qsizetype remembered() const { return m_known.size(); }

    static constexpr qsizetype MostCharacters = 4'000'000; ///< of the texts that are remembered

private:
    QCache<QString, QString> m_known {MostCharacters};
};

}
