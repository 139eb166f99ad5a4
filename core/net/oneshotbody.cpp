#include "core/net/oneshotbody.h"

#include <algorithm>
#include <cstring>

namespace sluice {

OneShotBody::OneShotBody(const QByteArray& bytes)
    : m_bytes(bytes)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OneShotBody::size() const
{
    return m_bytes.size();
}

bool OneShotBody::reset()
{
    return false;
}

qint64 OneShotBody::readData(char* into, qint64 maxBytes)
{
    const qint64 count = std::min(maxBytes, size() - m_read);
    std::memcpy(into, m_bytes.constData() + m_read, static_cast<std::size_t>(count));
    m_read += count;
    return count;
}

qint64 OneShotBody::writeData(const char*, qint64)
{
    return -1;
}

}
