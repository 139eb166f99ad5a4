#pragma once

#include <QScrollBar>

namespace sluice {

/// A scroll bar that is nothing but its handle, in the colours of the theme. A styled one costs more to paint than the text that
/// streams in beside it. GUI thread.
class SlimScrollBar final : public QScrollBar
{
    Q_OBJECT

public:
    explicit SlimScrollBar(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}
