#pragma once

#include <QPushButton>

namespace sluice {

/// A button that is as quiet as the muted line it stands in, until it is pointed at. GUI thread.
class TextButton final : public QPushButton
{
    Q_OBJECT

public:
    static constexpr int Padding = 8; ///< px at both sides of its text

    TextButton(const QString& text, QWidget* parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}
