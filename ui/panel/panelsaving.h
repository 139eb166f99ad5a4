#pragma once

#include "ui/panel/figuresmodel.h"

#include <QObject>

class QMenu;
class QWidget;

namespace sluice {

enum class PanelFormat { Csv, Json, Png, Trace };

/// Saves what the panel shows: asks where, makes the file's bytes and has them written on another thread. GUI thread.
class PanelSaving final : public QObject
{
    Q_OBJECT

public:
    /// \a panel is what a picture shows; it must outlive this, as must \a figures.
    PanelSaving(QWidget& panel, const FiguresModel& figures, QObject* parent = nullptr);

    /// What is shown now.
    void setContent(const PanelContent& content) { m_content = content; }
    void addTo(QMenu& menu);
    /// Without asking. The name's end is of no matter.
    void saveTo(const QString& fileName, PanelFormat format);

Q_SIGNALS:
    void said(const QString& sentence); ///< that it is written, or why not

private:
    void ask(PanelFormat format, const QString& filter, const QString& suffix);
    QByteArray bytes(PanelFormat format) const;

    QWidget& m_panel;
    const FiguresModel& m_figures;
    PanelContent m_content;
};

}
