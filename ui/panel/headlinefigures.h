#pragma once

#include "ui/panel/paintcount.h"
#include "ui/theme.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace sluice {

struct PanelContent;

/// A figure with its name below it.
struct HeadlineFigure
{
    QString name;
    QString value;

    bool operator==(const HeadlineFigure&) const = default;
};

/// The figures one looks for first, large, side by side. GUI thread.
class HeadlineFigures final : public QWidget
{
    Q_OBJECT

public:
    explicit HeadlineFigures(QWidget* parent = nullptr);

    void show(const QList<HeadlineFigure>& figures);
    const PaintCount& paints() const { return m_paints; }

    QSize sizeHint() const override { return {currentTheme().forText(264), currentTheme().forText(48)}; }
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; } // what has no room ends in "…"

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QList<HeadlineFigure> m_figures;
    PaintCount m_paints;
};

/// Of a stream: TTFT, rate, time.
QList<HeadlineFigure> headlineOf(const PanelContent& content);

}
