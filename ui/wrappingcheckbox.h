#pragma once

#include <QCheckBox>

namespace sluice {

/// A check box whose text takes as many lines as it needs. GUI thread.
class WrappingCheckBox final : public QCheckBox
{
    Q_OBJECT

public:
    explicit WrappingCheckBox(const QString& text, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    bool hitButton(const QPoint& place) const override { return place.x() <= textRect(width()).right(); }
    void paintEvent(QPaintEvent* event) override;

private:
    QRect textRect(int width) const;
};

}
