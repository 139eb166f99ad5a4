#pragma once

namespace sluice {

/// Makes every ComboBox answer assistive technology with its accessible name. Qt 6.4 answers with the current text there on Unix,
/// so that one combo box cannot be told from another. Once, after QApplication.
void installComboBoxAccess();

}
