#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// The value of a field as SseParser collects it: a view into the bytes that were fed, as long as that will do, or a copy of its
/// own once it must outlive them or consists of several lines.
class SseValue
{
public:
    void set(QByteArrayView value); ///< borrowed: keep() it before the bytes go
    void appendLine(QByteArrayView line); ///< joined by LF; copied
    void keep(); ///< copies what is borrowed
    void makeValidUtf8();
    void clear();

    QByteArrayView view() const { return m_view; }
    qsizetype heldBytes() const { return m_own.size(); }

private:
    QByteArrayView m_view; // a view as a member: what SseParser::feed() promises is what saves the copy
    QByteArray m_own;
    bool m_isBorrowed = false;
};

/// Empties \a buffer for the next use; memory is kept up to a bound, so that one huge event does not cost it for ever.
void recycle(QByteArray& buffer);

/// Makes \a buffer a copy of \a bytes in the memory it has.
void replaceBytes(QByteArray& buffer, QByteArrayView bytes);

}
