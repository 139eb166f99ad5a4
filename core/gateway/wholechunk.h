#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// A whole answer of /v1/chat/completions as one chunk of a stream that says the same: for a server that sends JSON although a
/// stream was asked for.
QByteArray chunkOfWholeAnswer(QByteArrayView json);

}
