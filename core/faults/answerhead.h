#pragma once

#include "core/faults/fault.h"
#include "core/faults/messagereader.h"

namespace sluice {

/// The head of an answer as a client gets it.
struct AnswerHead
{
    MessageHead head;
    MessageReader::Framing framing = MessageReader::Framing::None; ///< of the body that follows
    bool keepAlive = true; ///< the connection can serve another request
};

/// What \a head, of a body framed as \a framing, becomes under \a fault for a client that speaks HTTP/1.\a clientMinor and asks
/// for
/// \a keepAlive. Pure.
AnswerHead adaptHead(MessageHead head, MessageReader::Framing framing, const Fault& fault, int clientMinor, bool keepAlive);

/// An answer that no origin gave. Pure.
struct MadeAnswer
{
    MessageHead head;
    QByteArray body;
};
MadeAnswer makeAnswer(int status, const QByteArray& why, const Fault& fault);

}
