#include "ui/lab/strategypane.h"

#include "ui/combobox.h"
#include "ui/lab/playedtext.h"
#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

QString inWords(Micros time)
{
    return inMilliseconds(double(time.count()) / 1000);
}

}

StrategyPane::StrategyPane(int number, QWidget* parent)
    : QWidget(parent)
    , m_name(new ComboBox(ComboBox::Look::Framed, this))
    , m_text(new PlayedText(this))
    , m_figures(new QLabel(this))
{
    m_name->setAccessibleName(tr("Strategy %1").arg(number));
    m_name->addItems(strategyNames());
    m_name->setMaximumWidth(currentTheme().forText(200));
    connect(m_name, &QComboBox::textActivated, this, &StrategyPane::strategyChosen);
    m_text->setAccessibleName(tr("Answer with strategy %1").arg(number));
    m_figures->setTextFormat(Qt::PlainText);
    m_figures->setWordWrap(true);
    m_figures->setProperty("tone", u"muted"_s);
    m_figures->setProperty("textSize", u"small"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_name);
    column->addWidget(m_text, 1);
    column->addWidget(m_figures);
}

void StrategyPane::load(const std::vector<TimedText>& sample, const StrategyOptions& options, Micros end)
{
    m_name->setCurrentText(options.name);
    m_play = playStrategy(sample, options, end);
    m_text->clear();
    m_next = 0;
    m_shown = Micros(0);
    showFigures();
}

void StrategyPane::setFrameInterval(Millis interval)
{
    m_frameInterval = interval;
    showFigures();
}

void StrategyPane::showUntil(Micros time)
{
    if (time < m_shown) {
        m_text->clear();
        m_next = 0;
    }
    m_shown = time;
    QString text;
    for (; m_next < m_play.flushes.size() && m_play.flushes[m_next].at <= time; ++m_next)
        text += m_play.flushes[m_next].text;
    m_text->append(text, m_next < m_play.flushes.size());
}

void StrategyPane::showFigures()
{
    const QLocale locale;
    const auto delay = [this](double percent) { return inWords(percentile(m_play.addedDelays, percent).value_or(Micros(0))); };
    const QString repaints = tr("Repaints: %1, for %2 events · longest gap %3")
                                 .arg(locale.toString(m_play.frames(m_frameInterval)),
                                     locale.toString(int(m_play.flushes.size())), inWords(m_play.longestGap()));
    m_figures->setText(repaints + u'\n' + tr("Added delay: p50 %1, p95 %2").arg(delay(50), delay(95)));
}

QString StrategyPane::strategy() const
{
    return m_name->currentText();
}

QString StrategyPane::text() const
{
    return m_text->text();
}

QString StrategyPane::figures() const
{
    return m_figures->text();
}

int StrategyPane::paints() const
{
    return m_text->paints();
}

}
