#pragma once

#include <QTimer>
#include <QWidget>

namespace sluice {

class ElidedLabel;

/// "Deleted …" with Undo, for a while. GUI thread.
class UndoBar final : public QWidget
{
    Q_OBJECT

public:
    explicit UndoBar(QWidget* parent = nullptr);

    void offer(const QString& text);

Q_SIGNALS:
    void undoRequested();
    /// The offer is over, unless undoRequested() came.
    void expired();

private:
    ElidedLabel* m_label;
    QTimer m_timer;
};

}
