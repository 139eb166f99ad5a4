#pragma once

#include <QTimer>
#include <QWidget>

namespace sluice {

class ElidedLabel;
class SpokenNotice;

/// "Deleted …" with Undo, for a while. GUI thread.
class UndoBar final : public QWidget
{
    Q_OBJECT

public:
    explicit UndoBar(QWidget* parent = nullptr);

    void offer(const QString& text);
    bool isOffered() const { return m_timer.isActive(); }

Q_SIGNALS:
    void undoRequested();
    /// The offer is over, unless undoRequested() came.
    void expired();

private:
    ElidedLabel* m_label;
    SpokenNotice* m_voice;
    QTimer m_timer;
};

}
