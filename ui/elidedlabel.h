#pragma once

#include <QLabel>

namespace sluice {

/// One line of plain text that takes the room it gets: what does not fit ends in "…" and stands in the tool tip. GUI thread.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void showText(const QString& text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}
