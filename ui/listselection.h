#pragma once

class QListWidget;

namespace sluice {

/// Makes the selected item of \a list the current one, which is the one that counts: mouse and keyboard do so by themselves, but
/// assistive technology only selects an item, or takes the selection away.
void makeSelectionCurrent(QListWidget& list);

}
