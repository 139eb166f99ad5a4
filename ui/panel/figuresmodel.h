#pragma once

#include "ui/panel/panelcontent.h"

#include <QAbstractTableModel>

namespace sluice {

/// What Sluice itself costs, as OwnCost and the frame meter say; nothing for what is not known.
struct OwnFigures
{
    std::optional<double> cpuPercent {};
    std::optional<qint64> residentBytes {};
    std::optional<double> frameP95Ms {};
    std::optional<double> longestBlockMs {};
    std::optional<double> panelPercent {}; ///< of a core, by this panel
};

/// All figures of the performance panel as rows of name and value: what the charts show, for reading. GUI thread.
class FiguresModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct Figure
    {
        QString key; ///< stable, in exports: "ttft_ms"
        QString name;
        QString value; ///< as shown
        std::optional<double> number; ///< in the unit of the key
    };

    explicit FiguresModel(QObject* parent = nullptr);

    void show(const PanelContent& content, const OwnFigures& own);
    const QList<Figure>& figures() const { return m_figures; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<Figure> m_figures;
};

}
