#pragma once

class QVariant;
class QWidget;

namespace sluice {

// The style sheet of Appearance looks at these properties:
//   QLabel "tone": "muted", "error"; "textSize": "small", "heading", "section"
//   QListWidget "pages", "rows": true; QScrollArea "focusFrame": true
//   QPushButton "primary", "quiet": true; QLineEdit "invalid", "search": true

/// Sets such a property on a widget that may be on screen already: by itself the sheet does not look again.
void setStyleProperty(QWidget& widget, const char* name, const QVariant& value);

}
