#include "ui/sidebar/undobar.h"

#include "ui/elidedlabel.h"
#include "ui/spokennotice.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <chrono>

namespace sluice {

namespace {

constexpr std::chrono::seconds OfferTime {10};

}

UndoBar::UndoBar(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 8, 4);
    m_label = new ElidedLabel(this);
    layout->addWidget(m_label, 1);
    auto* undo = new QPushButton(tr("Undo"), this);
    layout->addWidget(undo);
    m_voice = new SpokenNotice(this);
    m_timer.setSingleShot(true);
    m_timer.setInterval(OfferTime);
    connect(undo, &QPushButton::clicked, this, [this] {
        m_timer.stop();
        hide();
        Q_EMIT undoRequested();
    });
    connect(&m_timer, &QTimer::timeout, this, [this] {
        hide();
        Q_EMIT expired();
    });
    hide();
}

void UndoBar::offer(const QString& text)
{
    m_label->showText(text);
    m_voice->say(text);
    show();
    m_timer.start();
}

}
