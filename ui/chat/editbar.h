#pragma once

#include <QWidget>

namespace sluice {

/// The line above the composer that says that an earlier message is being edited, with a way out: its button, and Escape in the
/// \a editor, which then belongs to it alone. Hidden at first. GUI thread.
class EditBar final : public QWidget
{
    Q_OBJECT

public:
    /// \a editor must outlive this.
    EditBar(QWidget& editor, QWidget* parent);

Q_SIGNALS:
    void cancelled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

}
