#pragma once

namespace sluice {

class SafeWriter;

/// Sees to it that writeFrames() needs nothing new: the first backtrace() of a process loads a library.
void prepareFrames();

/// Writes where the calling thread is, a line a frame: address, module, place in its file. Of a module its name, never its
/// folder, which may name the user. For signal handlers.
void writeFrames(SafeWriter& out);

}
