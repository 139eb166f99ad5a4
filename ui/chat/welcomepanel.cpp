#include "ui/chat/welcomepanel.h"

#include "ui/icons.h"
#include "ui/localservers.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int PanelWidth = 560; // px
constexpr int CardHeight = 44;
constexpr int TwoColumnsFrom = 520; // px

struct Suggestion
{
    QString icon;
    QString label;
    QString prompt;
};

QLabel* centredLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignHCenter);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QPushButton* cardButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setStyleSheet(u"text-align: left; padding: 0 14px; border-radius: 8px;"_s);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

/// The language that the window does not speak.
Suggestion otherLanguage()
{
    if (QLocale().language() == QLocale::Chinese)
        return {u"language"_s, u"Answer in English"_s, u"Explain in English what a streamed answer is."_s};
    return {u"language"_s, u"用中文回答"_s, u"请用中文解释什么是流式响应。"_s};
}

}

WelcomePanel::WelcomePanel(QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(this);
    auto* outer = new QHBoxLayout(page);
    outer->setContentsMargins(24, 24, 24, 24);
    setWidget(page); // while it is empty: it is measured here, and all its text would be shaped before it has its size
    auto* panel = new QWidget(page);
    m_panel = panel;
    panel->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    outer->addStretch(1);
    outer->addWidget(panel, 100);
    outer->addStretch(1);

    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_mark = centredLabel(panel);
    m_heading = centredLabel(panel);
    m_text = centredLabel(panel);
    m_heading->setProperty("textSize", u"heading"_s);
    m_text->setProperty("tone", u"muted"_s);
    m_chipGrid = new QGridLayout;
    m_chipGrid->setSpacing(8);
    m_serversHeading = new QLabel(tr("Found on this computer"), panel);
    m_serversHeading->setProperty("tone", u"muted"_s);
    m_serversHeading->setProperty("textSize", u"small"_s);
    m_serversHeading->hide();
    m_serverList = new QVBoxLayout;
    m_serverList->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_mark);
    layout->addSpacing(16);
    layout->addWidget(m_heading);
    layout->addSpacing(8);
    layout->addWidget(m_text);
    layout->addSpacing(24);
    layout->addLayout(m_chipGrid);
    layout->addSpacing(24);
    layout->addWidget(m_serversHeading);
    layout->addSpacing(8);
    layout->addLayout(m_serverList);
    layout->addStretch(3);
    addChips();
    applyTheme();
}

void WelcomePanel::addChips()
{
    const QList<Suggestion> suggestions {{u"tour"_s, {}, {}}, // for the demo a tour, for others something they can answer
        {u"table"_s, tr("Show a table"), tr("Compare three sorting algorithms in a table.")},
        {u"code"_s, tr("Write some code"), tr("Write a small program in Python, and the same in C++.")}, otherLanguage()};
    for (const Suggestion& suggestion : suggestions) {
        QPushButton* button = cardButton(suggestion.label, this);
        button->setToolTip(suggestion.prompt);
        connect(button, &QPushButton::clicked, this, [this, button] { Q_EMIT promptChosen(button->toolTip()); });
        m_chips.append({button, suggestion.icon});
    }
    placeChips();
}

void WelcomePanel::placeChips()
{
    const int columns = viewport()->width() >= currentTheme().forText(TwoColumnsFrom) ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < m_chips.size(); ++i)
        m_chipGrid->addWidget(m_chips.at(i).button, i / columns, i % columns);
}

void WelcomePanel::setEndpoint(const QString& name, bool isDemo)
{
    QPushButton* first = m_chips.first().button;
    first->setText(isDemo ? tr("Take the tour") : tr("Explain an idea"));
    first->setToolTip(isDemo ? tr("What can Sluice do? Give me the tour.") : tr("Explain how a model streams its answer."));
    if (isDemo) {
        m_heading->setText(tr("Try it on the scripted demo"));
        m_text->setText(tr("Its answers were written in advance and show what Sluice can do. Nothing leaves this computer."));
    } else if (name.isEmpty()) {
        m_heading->setText(tr("No endpoint yet"));
        m_text->setText(tr("Add one below: a server on this computer or a service with an API key."));
    } else {
        m_heading->setText(tr("What would you like to know?"));
        m_text->setText(tr("Your messages go to %1.").arg(name));
    }
}

void WelcomePanel::addServer(const LocalServer& server)
{
    const QString models = server.models.size() == 1 ? tr("1 model") : tr("%1 models").arg(server.models.size());
    QPushButton* button =
        cardButton(tr("Use %1 on port %2: %3").arg(server.name).arg(server.endpoint.baseUrl.port()).arg(models), this);
    button->setObjectName(server.endpoint.id);
    button->setToolTip(server.endpoint.baseUrl.toString());
    m_serverList->addWidget(button);
    m_servers.append({button, u"server"_s});
    m_serversHeading->show();
    connect(button, &QPushButton::clicked, this, [this, endpoint = server.endpoint] { Q_EMIT serverChosen(endpoint); });
    applyTheme();
}

void WelcomePanel::removeServer(const QString& endpointId)
{
    m_servers.removeIf([&](const Chip& chip) {
        const bool isGone = chip.button->objectName() == endpointId;
        if (isGone)
            chip.button->deleteLater();
        return isGone;
    });
    m_serversHeading->setVisible(!m_servers.isEmpty());
}

void WelcomePanel::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    placeChips();
}

void WelcomePanel::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void WelcomePanel::applyTheme()
{
    const Theme& theme = currentTheme();
    m_mark->setPixmap(applicationIcon().pixmap(48));
    m_panel->setMaximumWidth(theme.forText(PanelWidth));
    for (const Chip& chip : m_chips + m_servers) {
        chip.button->setIcon(lineIcon(chip.icon, theme.mutedText));
        chip.button->setFixedHeight(theme.forText(CardHeight)); // whatever the script: fonts differ in height
    }
}

}
