#include "ui/settings/endpointtest.h"

#include "core/base/joinedwords.h"
#include "core/engine/chatengine.h"
#include "ui/settings/abilitywords.h"
#include "ui/spokennotice.h"
#include "ui/styleproperty.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace sluice {

using namespace Qt::StringLiterals;

EndpointTest::EndpointTest(ChatEngine& engine, QWidget* parent)
    : QWidget(parent)
    , m_engine(engine)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    m_button = new QPushButton(this);
    m_button->setAutoDefault(false);
    m_result = new QLabel(this);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_result->setAlignment(Qt::AlignTop);
    m_voice = new SpokenNotice(this);
    layout->addWidget(m_button, 0, Qt::AlignTop);
    layout->addWidget(m_result, 1);
    setMinimumHeight(76); // three lines of result: the dialog must not jump
    connect(m_button, &QPushButton::clicked, this, &EndpointTest::press);
    setRunning(false);
    // The first line stands beside the button's text.
    m_result->setContentsMargins(0, (m_button->sizeHint().height() - m_result->fontMetrics().height()) / 2, 0, 0);
}

EndpointTest::~EndpointTest() = default;

void EndpointTest::setTestable(bool isTestable)
{
    m_isTestable = isTestable;
    m_button->setEnabled(m_isTestable || m_job);
}

void EndpointTest::start(const Endpoint& endpoint, const QByteArray& key)
{
    m_job = std::make_unique<QObject>();
    setRunning(true);
    show(tr("Asking for the models…"), u"muted"_s);
    m_engine.fetchModels(endpoint, key, m_job.get(), [this, endpoint](const Result<EndpointProbe>& probe) {
        m_job.release()->deleteLater(); // it is the context of this very call
        setRunning(false);
        if (!probe) {
            show(probe.error().message, u"error"_s);
            m_voice->say(m_result->text());
            return;
        }
        const QString models = probe->models.size() == 1 ? tr("1 model") : tr("%1 models").arg(probe->models.size());
        const EndpointAbilities known = m_known ? m_known(endpoint) : EndpointAbilities {};
        show(inSequence({tr("It answered in %1 ms with %2.").arg(probe->latencyMs, 0, 'f', 0).arg(models),
                 resumeSentence(merged(known, probe->abilities))}),
            {});
        m_voice->say(m_result->text());
        Q_EMIT modelsFound(probe->models);
    });
}

void EndpointTest::showKnown(const Endpoint& endpoint)
{
    if (const EndpointAbilities known = m_known(endpoint); known != EndpointAbilities {})
        show(resumeSentence(known), u"muted"_s);
}

void EndpointTest::reset()
{
    m_job.reset();
    setRunning(false);
    show({}, {});
}

QString EndpointTest::resultText() const
{
    return m_result->text();
}

void EndpointTest::press()
{
    if (m_job)
        reset();
    else
        Q_EMIT testRequested();
}

void EndpointTest::show(const QString& text, const QString& tone)
{
    setStyleProperty(*m_result, "tone", tone);
    m_result->setText(text);
}

void EndpointTest::setRunning(bool isRunning)
{
    m_button->setText(isRunning ? tr("Cancel test") : tr("Test"));
    setTestable(m_isTestable);
}

}
