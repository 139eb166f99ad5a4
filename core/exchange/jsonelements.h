#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QIODevice>

#include <optional>

namespace sluice {

/// Takes the elements of a JSON array out of a file one after the other, so that a file of any size costs the memory of its
/// largest element. Objects without the array's brackets, one or several, are taken as well. Only looks at brackets and quotes:
/// whether an element is JSON is for its reader to say. One thread.
class JsonElements
{
public:
    static constexpr qsizetype MaxElementBytes = qsizetype(512) * 1024 * 1024;

    /// \a file must be open and outlive this.
    explicit JsonElements(QIODevice& file);

    /// Looks through what is there and reads on, 256 KiB at most. True = next() has its answer without reading.
    bool readSome();

    /// The next element; nothing behind the last one. Protocol when this is no JSON array or ends inside an element, Overflow for
    /// an element beyond MaxElementBytes, Storage when the file cannot be read.
    Result<std::optional<QByteArray>> next();

    qint64 bytesRead() const { return m_taken; }

private:
    using Answer = Result<std::optional<QByteArray>>;

    enum class Place {
        Begin,
        List,
        Objects, ///< in a file without brackets
        End, ///< behind the list
    };

    // Where an element ends: brackets are counted outside strings.
    struct Scan
    {
        bool take(char c); ///< true once \a c was the element's last byte

        int depth = 0;
        bool isInString = false;
        bool isEscaped = false;
    };

    std::optional<Answer> look();
    std::optional<Answer> skipToElement();
    std::optional<Answer> takeElement();
    std::optional<Answer> fill();
    Answer fileEnd() const;

    QIODevice& m_file;
    QByteArray m_buffer;
    qsizetype m_at = 0; ///< first byte of m_buffer that is not consumed
    qsizetype m_scanned = 0; ///< bytes from there on that m_scan has taken; 0 = no element has begun
    Scan m_scan;
    std::optional<Answer> m_answer; ///< of the next next()
    qint64 m_taken = 0;
    Place m_place = Place::Begin;
};

}
