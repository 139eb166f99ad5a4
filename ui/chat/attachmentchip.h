#pragma once

#include "ui/blocks/imagedecoding.h"
#include "ui/chat/attachmentdraft.h"

#include <QWidget>

#include <optional>

class QToolButton;

namespace sluice {

/// One attachment of the message being written, with a button that takes it away: "Remove NAME". GUI thread.
class AttachmentChip final : public QWidget
{
    Q_OBJECT

public:
    AttachmentChip(const AttachmentDraft::Entry& entry, QWidget* parent);

    int id() const { return m_id; }
    /// The entry has been read.
    void update(const AttachmentDraft::Entry& entry);
    QToolButton* removeButton() const { return m_remove; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void removeRequested(int id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeNews();
    void placeButton();
    void applyTheme();

    const int m_id;
    QString m_name;
    QString m_detail;
    std::optional<ImageDecoding> m_picture; // of an image that was read
    ImageDecoding::State m_shown = ImageDecoding::State::Waiting;
    QToolButton* m_remove;
};

}
