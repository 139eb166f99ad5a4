#include "core/wire/ssevalue.h"

#include "core/wire/utf8.h"

namespace sluice {

void SseValue::set(QByteArrayView value)
{
    m_view = value;
    m_isBorrowed = true;
}

void SseValue::appendLine(QByteArrayView line)
{
    keep();
    m_own.append('\n');
    m_own.append(line);
    m_view = m_own;
}

void SseValue::keep()
{
    if (!m_isBorrowed)
        return;
    replaceBytes(m_own, m_view);
    m_view = m_own;
    m_isBorrowed = false;
}

void SseValue::makeValidUtf8()
{
    if (isValidUtf8(m_view))
        return;
    m_own = toValidUtf8(m_view);
    m_view = m_own;
    m_isBorrowed = false;
}

void SseValue::clear()
{
    recycle(m_own);
    m_view = {};
    m_isBorrowed = false;
}

void recycle(QByteArray& buffer)
{
    constexpr qsizetype KeptCapacity = 64 * 1024;
    if (buffer.capacity() > KeptCapacity)
        buffer = {};
    else if (!buffer.isEmpty())
        buffer.resize(0);
}

void replaceBytes(QByteArray& buffer, QByteArrayView bytes)
{
    buffer.resize(0);
    buffer.append(bytes);
}

}
