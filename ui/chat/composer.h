#pragma once

#include "core/engine/streamstate.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sluice {

class ElidedLabel;
class MessageEditor;
class TargetBar;

/// Where the next message is written and sent: text, selectors, Send or Stop, and the state of the stream. GUI thread.
class Composer final : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget* parent = nullptr);

    MessageEditor* editor() const { return m_editor; }
    TargetBar* targetBar() const { return m_targetBar; }

    QString text() const;
    /// Replaces the text and puts the cursor behind it.
    void setText(const QString& text);
    /// What Up brings back into an empty box.
    void setRecall(const QString& text) { m_recall = text; }

    /// While a stream runs, Send is Stop.
    void setStatus(const StreamStatus& status);
    /// A calm line below the box; empty = none.
    void setNotice(const QString& text);
    /// Beside the notice: that the window shows less often than it should; empty = it does not.
    void setSlowdown(const QString& text);

Q_SIGNALS:
    /// Not blank; not while a stream runs. The text stays until setText().
    void sendRequested(const QString& text);
    void stopRequested();
    void textChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPushButton* makeButton();
    QWidget* makeFooter();
    void press();
    void send();
    void recall();
    void updateButton();
    void applyTheme();
    QString statusText() const;

    QWidget* m_column;
    QWidget* m_box;
    MessageEditor* m_editor;
    TargetBar* m_targetBar;
    QPushButton* m_button; // Send, or Stop while a stream runs
    ElidedLabel* m_notice;
    ElidedLabel* m_slowdown;
    QLabel* m_state;
    QString m_recall;
    StreamStatus m_status;
};

}
