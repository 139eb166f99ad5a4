#pragma once

#include "core/chat/attachment.h"
#include "core/engine/streamstate.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace sluice {

class AttachmentDraft;
class AttachmentTray;
class ElidedLabel;
class MessageEditor;
class StreamStateLabel;
class TargetBar;

/// Where the next message is written and sent: text, attachments, selectors, Send or Stop, and the state of the stream. GUI
/// thread.
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
    /// \a text, and what was written already in a line behind it, with the cursor where it was.
    void putBefore(const QString& text);
    /// What is attached: the draft that was set, as long as that lives; without one, its own, which goes into the next that is
    /// set.
    AttachmentDraft* attachments() const;
    void setAttachments(AttachmentDraft* draft);
    AttachmentTray* tray() const { return m_tray; }
    QWidget* box() const { return m_box; } ///< around text and selectors
    /// What Up brings back into an empty box.
    void setRecall(const QString& text, const QList<Attachment>& attachments = {});

    /// While a stream runs, Send is Stop.
    void setStatus(const StreamStatus& status);
    /// Text and cursor of \a former, and what is attached to nothing yet.
    void takeOver(const Composer& former);
    /// A calm line below the box; empty = none.
    void setNotice(const QString& text);
    /// Beside the notice: that the window shows less often than it should; empty = it does not.
    void setSlowdown(const QString& text);
    /// What is shown is about to be another conversation: a button that is down asks for its action now. One that is pressed by a
    /// screen reader stays down for a moment before it counts as clicked.
    void finishPress();

Q_SIGNALS:
    /// Not blank, unless something is attached; not while a stream runs or a file is read. Text and attachments stay until they
    /// are set.
    void sendRequested(const QString& text);
    void stopRequested();
    void textChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Press { None, Send, Stop };

    QPushButton* makeButton();
    QToolButton* makeAttachButton();
    QWidget* makeFooter();
    void chooseFiles();
    bool canSend() const;
    void press();
    void send();
    void recall();
    void updateButton();
    void applyTheme();

    QWidget* m_column;
    QWidget* m_box;
    AttachmentTray* m_tray;
    AttachmentDraft* m_ownAttachments;
    MessageEditor* m_editor;
    TargetBar* m_targetBar;
    QToolButton* m_attach;
    QPushButton* m_button; // Send, or Stop while a stream runs
    ElidedLabel* m_notice;
    ElidedLabel* m_slowdown;
    StreamStateLabel* m_state;
    QString m_recall;
    QList<Attachment> m_recalledAttachments;
    StreamStatus m_status;
    Press m_pressed = Press::None; ///< what the button was when it went down; None once it has asked
};

}
