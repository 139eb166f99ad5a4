#include "ui/settings/proxyfield.h"

#include "ui/combobox.h"
#include "ui/settings/settingsform.h"
#include "ui/styleproperty.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineHeight = 34; // px
constexpr int MaxAddress = 300; // characters

const QString Inherited = QStringLiteral("inherited");
const QString Manual = QStringLiteral("manual");

}

ProxyField::ProxyField(const QString& name, Inherits inherits, QWidget* parent)
    : QWidget(parent)
    , m_address(new QLineEdit(this))
    , m_note(new QLabel(this))
{
    QList<std::pair<QString, QVariant>> kinds {
        {tr("The system's"), u"system"_s}, {tr("None"), u"none"_s}, {tr("This one"), Manual}};
    if (inherits == Inherits::Yes)
        kinds.prepend({tr("As in the settings"), Inherited});
    m_kind = makeChoice(name, kinds, this);
    m_kind->setMaximumWidth(QWIDGETSIZE_MAX);
    setFocusProxy(m_kind);
    setAccessibleName(name);
    m_address->setAccessibleName(tr("Proxy address"));
    m_address->setPlaceholderText(u"http://127.0.0.1:3128"_s);
    m_address->setMaxLength(MaxAddress);
    m_address->setMinimumHeight(LineHeight);
    m_note->setProperty("textSize", u"small"_s);
    m_note->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_kind);
    layout->addWidget(m_address);
    layout->addWidget(m_note);
    const auto take = [this] {
        judge();
        Q_EMIT changed();
    };
    connect(m_kind, &QComboBox::activated, this, take);
    connect(m_address, &QLineEdit::textEdited, this, take);
    judge();
}

void ProxyField::setChoice(const std::optional<ProxyChoice>& choice)
{
    QString kind = Inherited;
    if (choice)
        kind = choice->kind == ProxyChoice::Kind::Manual ? Manual : choice->toText();
    if (kind == Manual && checkProxyAddress(m_address->text()).address != choice->address)
        m_address->setText(choice->address.toString());
    m_kind->setCurrentIndex(m_kind->findData(kind));
    judge();
}

std::optional<ProxyChoice> ProxyField::choice() const
{
    const QString kind = m_kind->currentData().toString();
    if (kind == Inherited)
        return std::nullopt;
    return ProxyChoice::fromText(kind == Manual ? m_address->text() : kind);
}

void ProxyField::judge()
{
    const bool isManual = m_kind->currentData().toString() == Manual;
    const QString problem = isManual ? checkProxyAddress(m_address->text()).problem : QString();
    m_isUsable = problem.isEmpty();
    const bool isBlamed = !m_isUsable && !m_address->text().isEmpty(); // an empty field is not wrong yet
    setStyleProperty(*m_address, "invalid", isBlamed);
    setStyleProperty(*m_note, "tone", isBlamed ? u"error"_s : u"muted"_s);
    m_address->setVisible(isManual);
    m_address->setAccessibleDescription(problem);
    m_note->setText(problem);
    m_note->setVisible(!problem.isEmpty());
}

}
