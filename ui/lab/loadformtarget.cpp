// The part of LoadForm that says whom the test asks, and what.

#include "ui/lab/loadform.h"

#include "core/engine/endpointproxy.h"
#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/lab/endpointandmodel.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineHeight = 34; // px
constexpr int MaxPrompt = 16'384;

}

void LoadForm::addTarget()
{
    addSection({});
    m_target = new EndpointAndModel(m_services, widget(), m_values.endpointId, m_values.model);
    addRow(tr("Endpoint"), m_target->endpointBox());
    addRow(tr("Model"), m_target->modelBox());
    m_prompt = new QLineEdit(m_values.prompt, widget());
    m_prompt->setPlaceholderText(tr("Explain in a few sentences how streaming works."));
    m_prompt->setMaxLength(MaxPrompt);
    m_prompt->setMinimumHeight(LineHeight);
    m_prompt->setCursorPosition(0);
    m_prompt->setAccessibleName(tr("Prompt"));
    addRow(tr("Prompt"), m_prompt);
    connect(m_prompt, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_values.prompt = text.trimmed();
        Q_EMIT changed();
    });
    addNumber(tr("Tokens"), tr("Tokens of an answer, at most"), &LoadValues::maxTokens, 0, LoadValues::MostTokens, tr("0 = any"));
    m_note = new QLabel(tr("A load test goes straight to the server, not through the proxy that is set."), widget());
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setProperty("tone", u"muted"_s);
    m_note->setProperty("textSize", u"small"_s);
    m_layout->addWidget(m_note);
    connect(m_target, &EndpointAndModel::changed, this, &LoadForm::takeTarget);
    connect(&m_services.settings, &Settings::proxyChanged, this, &LoadForm::showNote);
    takeTarget();
}

void LoadForm::takeTarget()
{
    const std::optional<Endpoint> chosen = endpoint();
    m_values.endpointId = chosen ? chosen->id : QString();
    m_values.model = model();
    showNote();
    Q_EMIT changed();
}

void LoadForm::showNote()
{
    const std::optional<Endpoint> chosen = endpoint();
    m_note->setVisible(chosen && isBehindNamedProxy(*chosen, m_services.settings.proxy()));
}

std::optional<Endpoint> LoadForm::endpoint() const
{
    return m_target->endpoint();
}

QString LoadForm::model() const
{
    return m_target->model();
}

QString LoadForm::prompt() const
{
    return m_values.prompt.isEmpty() ? m_prompt->placeholderText() : m_values.prompt;
}

}
