#pragma once

#include "core/chat/jsonreader.h"

#include <QByteArrayView>

#include <map>

namespace sluice {

/// Whether every choice of an answer with several (n > 1) has finished: a decoder follows the first one only. Pure; one thread.
class ChoiceWatch
{
public:
    /// The data of one event.
    void take(QByteArrayView data);
    /// All that were begun have finished.
    bool areFinished() const;

private:
    JsonReader m_reader;
    std::map<qint64, bool> m_finished; ///< by index
};

}
