#include "ui/chat/attachmenttray.h"

#include "ui/chat/attachmentchip.h"
#include "ui/chat/attachmentlook.h"

#include <QAccessible>
#include <QLabel>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int Gap = 8; // px between chips
constexpr int MaxRows = 3;

}

AttachmentTray::AttachmentTray(QWidget& before, QWidget* parent)
    : QWidget(parent)
    , m_before(before)
{
    setAccessibleName(tr("Attachments"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_area = new QScrollArea(this);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->viewport()->setAutoFillBackground(false);
    m_chipArea = new QWidget(m_area);
    m_chipArea->setAutoFillBackground(false);
    m_area->setWidget(m_chipArea);
    m_chipArea->setAutoFillBackground(false); // the area has set it
    layout->addWidget(m_area);
    m_refusal = new QLabel(this);
    m_refusal->setTextFormat(Qt::PlainText);
    m_refusal->setWordWrap(true);
    m_refusal->setContentsMargins(8, 2, 8, 4);
    m_refusal->setProperty("tone", u"error"_s);
    m_refusal->setProperty("textSize", u"small"_s);
    m_refusal->hide();
    layout->addWidget(m_refusal);
    arrange();
}

AttachmentTray::~AttachmentTray() = default;

AttachmentDraft* AttachmentTray::draft() const
{
    return m_draft;
}

void AttachmentTray::setDraft(AttachmentDraft* draft)
{
    if (m_draft)
        m_draft->disconnect(this);
    m_draft = draft;
    if (draft) {
        connect(draft, &AttachmentDraft::changed, this, &AttachmentTray::takeChanges);
        connect(draft, &QObject::destroyed, this, &AttachmentTray::takeChanges);
    }
    takeChanges();
}

void AttachmentTray::showRefusals()
{
    const QStringList all = m_draft ? m_draft->refusals() : QStringList();
    const QString text = all.join(u'\n');
    if (text == m_refusal->text())
        return;
    m_refusal->setText(text);
    m_refusal->setAccessibleName(text);
    m_refusal->setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    QAccessibleEvent alert(m_refusal, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString AttachmentTray::refusal() const
{
    return m_refusal->text();
}

void AttachmentTray::takeChanges()
{
    showRefusals();
    rebuild();
    arrange();
    Q_EMIT changed();
}

void AttachmentTray::rebuild()
{
    const QList<AttachmentDraft::Entry> entries = m_draft ? m_draft->entries() : QList<AttachmentDraft::Entry>();
    QList<AttachmentChip*> old = std::exchange(m_chips, {});
    for (const AttachmentDraft::Entry& entry : entries) {
        const auto kept = std::ranges::find_if(old, [&](const AttachmentChip* chip) { return chip->id() == entry.id; });
        if (kept != old.end()) {
            (*kept)->update(entry);
            m_chips.append(*kept);
            old.erase(kept);
            continue;
        }
        auto* chip = new AttachmentChip(entry, m_chipArea);
        connect(chip, &AttachmentChip::removeRequested, this, &AttachmentTray::remove);
        chip->show();
        m_chips.append(chip);
    }
    for (AttachmentChip* chip : old) {
        chip->hide();
        chip->deleteLater(); // it may be its own button that was pressed
    }
    QWidget* before = &m_before;
    for (AttachmentChip* chip : m_chips) {
        setTabOrder(before, chip->removeButton());
        before = chip->removeButton();
    }
}

void AttachmentTray::remove(int id)
{
    if (!m_draft)
        return;
    const auto gone = std::ranges::find_if(m_chips, [id](const AttachmentChip* chip) { return chip->id() == id; });
    const qsizetype place = gone - m_chips.begin();
    const bool hadFocus = gone != m_chips.end() && (*gone)->removeButton()->hasFocus();
    m_draft->remove(id);
    if (!hadFocus)
        return;
    if (m_chips.isEmpty())
        Q_EMIT focusLost();
    else
        m_chips[std::min(place, m_chips.size() - 1)]->removeButton()->setFocus(Qt::TabFocusReason);
}

void AttachmentTray::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        arrange();
}

// In lines, like words.
void AttachmentTray::arrange()
{
    const int room = width() - m_area->verticalScrollBar()->sizeHint().width();
    int x = 0;
    int y = 0;
    for (AttachmentChip* chip : m_chips) {
        if (x > 0 && x + chip->width() > room) {
            x = 0;
            y += AttachmentLook::height() + Gap;
        }
        chip->move(x, y);
        x += chip->width() + Gap;
    }
    const int height = m_chips.isEmpty() ? 0 : y + AttachmentLook::height();
    m_chipArea->resize(std::max(0, room), height);
    m_area->setFixedHeight(std::min(height, MaxRows * (AttachmentLook::height() + Gap) - Gap));
    m_area->setVisible(height > 0);
    setVisible(height > 0 || m_refusal->isVisibleTo(this));
}

}
