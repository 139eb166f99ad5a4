#pragma once

#include <QByteArrayView>

namespace sluice {

enum class SniffedBody { Undecided, EventStream, Json, Other };

/// What a body that begins with \a bytes is. Some servers send event streams as text/plain, as JSON or without a type, and JSON
/// errors as event streams. Undecided when more bytes are needed.
SniffedBody sniffBody(QByteArrayView bytes);

}
