#pragma once

#include <chrono>
#include <functional>

class QWidget;

namespace sluice {

/// Calls \a work once: from the event loop when \a window has been painted for the first time, or after \a patience when it was
/// not painted until then (it starts minimised). For what may wait, so that the first picture need not. Never when the window
/// goes before. GUI thread.
void afterFirstPaint(QWidget* window, std::function<void()> work, std::chrono::milliseconds patience = std::chrono::seconds(1));

}
