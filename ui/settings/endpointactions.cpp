#include "ui/settings/endpointactions.h"

#include "core/engine/settings.h"
#include "core/store/keyring.h"
#include "ui/endpointchoice.h"
#include "ui/settings/endpointdialog.h"

#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace sluice {

EndpointActions::EndpointActions(
    ChatEngine& engine, Settings& settings, Keyring& keyring, EndpointChoice& choice, QWidget* window)
    : QObject(window)
    , m_engine(engine)
    , m_settings(settings)
    , m_keyring(keyring)
    , m_choice(choice)
    , m_window(window)
{ }

QMenu* EndpointActions::makeMenu(QWidget* parent)
{
    auto* menu = new QMenu(tr("Endpoints"), parent);
    connect(menu->addAction(tr("Add endpoint…")), &QAction::triggered, this, [this] { add(); });
    QAction* edit = menu->addAction(tr("Edit…"));
    QAction* remove = menu->addAction(tr("Remove"));
    QAction* refresh = menu->addAction(tr("List models again"));
    connect(edit, &QAction::triggered, this, &EndpointActions::editCurrent);
    connect(remove, &QAction::triggered, this, &EndpointActions::removeCurrent);
    connect(refresh, &QAction::triggered, &m_choice, &EndpointChoice::refresh);
    connect(menu, &QMenu::aboutToShow, this, [this, edit, remove] {
        const QString name = m_choice.endpoint() ? m_choice.endpoint()->name : QString();
        edit->setText(tr("Edit “%1”…").arg(name));
        remove->setText(tr("Remove “%1”…").arg(name));
        edit->setEnabled(canChangeCurrent());
        remove->setEnabled(canChangeCurrent());
    });
    return menu;
}

bool EndpointActions::canChangeCurrent() const
{
    const std::optional<Endpoint> current = m_choice.endpoint();
    return current && !m_settings.isTransient(current->id);
}

void EndpointActions::add(const Endpoint& suggestion)
{
    openDialog(suggestion, m_window);
}

void EndpointActions::editCurrent()
{
    if (canChangeCurrent())
        openDialog(*m_choice.endpoint(), m_window);
}

void EndpointActions::addOver(QWidget* over)
{
    openDialog({}, over);
}

void EndpointActions::edit(const Endpoint& endpoint, QWidget* over)
{
    openDialog(endpoint, over);
}

void EndpointActions::withKey(const Endpoint& endpoint, QObject* context, const std::function<void(const QByteArray&)>& done)
{
    m_keyring.read(endpoint.id, context, done);
}

void EndpointActions::openDialog(const Endpoint& initial, QWidget* over)
{
    auto* dialog = new EndpointDialog(m_engine, initial, over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setKnown([settings = &m_settings](const Endpoint& endpoint) { return settings->abilities(endpoint); });
    if (!initial.id.isEmpty())
        m_keyring.read(initial.id, dialog, [dialog](const QByteArray& key) { dialog->setKey(key); });
    // What is edited among others stays where it is: only the window's own actions choose.
    const bool isSelected = over == m_window || initial.id.isEmpty();
    connect(dialog, &QDialog::accepted, this, [this, dialog, isSelected] {
        const Endpoint endpoint = dialog->endpoint();
        if (!dialog->isKeyChanged()) {
            keep(endpoint, isSelected);
            return;
        }
        // The key first: saving the endpoint makes others ask for it.
        m_keyring.write(endpoint.id, dialog->key(), this,
            [this, endpoint, isSelected, hasKey = !dialog->key().isEmpty()](Keyring::Kept kept) {
                if (hasKey && kept == Keyring::Kept::ThisRunOnly)
                    Q_EMIT notice(
                        tr("There is no system keyring, so the key of “%1” is kept for this run only.").arg(endpoint.name));
                keep(endpoint, isSelected);
            });
    });
    dialog->open();
}

void EndpointActions::keep(const Endpoint& endpoint, bool isSelected)
{
    m_settings.saveEndpoint(endpoint);
    if (isSelected)
        m_choice.select(endpoint.id);
    if (m_choice.endpoint() && m_choice.endpoint()->id == endpoint.id)
        m_choice.refresh();
}

void EndpointActions::removeCurrent()
{
    if (canChangeCurrent())
        remove(*m_choice.endpoint(), m_window);
}

void EndpointActions::remove(const Endpoint& endpoint, QWidget* over)
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Remove endpoint"),
        tr("Remove “%1” and its key? Conversations stay.").arg(endpoint.name), QMessageBox::Cancel, over);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, id = endpoint.id] {
        m_keyring.write(id, {}, this, [](Keyring::Kept) { });
        m_settings.removeEndpoint(id);
    });
    question->open();
}

}
