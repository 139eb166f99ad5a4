#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QScrollArea;

namespace sluice {

class AttachmentChip;
class AttachmentDraft;

/// The attachments above the text of the composer, and the sentence about what could not be attached. Takes no room while there
/// is neither. GUI thread.
class AttachmentTray final : public QWidget
{
    Q_OBJECT

public:
    /// In the order of the Tab key the chips follow \a before, which must outlive this.
    AttachmentTray(QWidget& before, QWidget* parent);
    ~AttachmentTray() override;

    AttachmentDraft* draft() const;
    void setDraft(AttachmentDraft* draft); ///< must live until another is set, or is destroyed: then there is none
    QString refusal() const; ///< what it says; empty = nothing

Q_SIGNALS:
    void changed(); ///< what is attached
    /// The keyboard stood on what was taken away, and nothing is left.
    void focusLost();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void takeChanges();
    void rebuild();
    void showRefusals();
    void remove(int id);
    void arrange();

    QWidget& m_before;
    QPointer<AttachmentDraft> m_draft;
    QScrollArea* m_area;
    QWidget* m_chipArea;
    QList<AttachmentChip*> m_chips;
    QLabel* m_refusal;
};

}
