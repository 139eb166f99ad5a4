#pragma once

#include <QPushButton>

namespace sluice {

/// A pill with an arrow that floats over the conversation. GUI thread.
class JumpButton final : public QPushButton
{
    Q_OBJECT

public:
    JumpButton(const QString& text, QWidget* parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}
