#pragma once

#include "ui/panel/paintcount.h"
#include "ui/panel/panelcontent.h"

#include <QWidget>

#include <array>

namespace sluice {

/// The three figures one looks for first, large: TTFT, rate, time. GUI thread.
class HeadlineFigures final : public QWidget
{
    Q_OBJECT

public:
    explicit HeadlineFigures(QWidget* parent = nullptr);

    void show(const PanelContent& content);
    const PaintCount& paints() const { return m_paints; }

    QSize sizeHint() const override { return {264, 48}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Figure
    {
        QString name;
        QString value;

        bool operator==(const Figure&) const = default;
    };

    std::array<Figure, 3> m_figures;
    PaintCount m_paints;
};

}
