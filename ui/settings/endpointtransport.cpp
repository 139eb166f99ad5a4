#include "ui/settings/endpointtransport.h"

#include "ui/settings/proxyfield.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineHeight = 34; // px
constexpr int MaxPath = 4096; // characters

}

EndpointTransport::EndpointTransport(QFormLayout& form, const Endpoint& initial, QWidget* parent)
    : QObject(parent)
    , m_window(parent)
    , m_proxy(new ProxyField(tr("Proxy"), ProxyField::Inherits::Yes, parent))
    , m_file(new QLineEdit(initial.caFile, parent))
{
    m_proxy->setChoice(initial.proxy);
    form.addRow(tr("Proxy"), m_proxy);

    m_file->setAccessibleName(tr("Certificate file"));
    m_file->setPlaceholderText(tr("optional; in PEM form"));
    m_file->setMaxLength(MaxPath);
    m_file->setMinimumHeight(LineHeight);
    auto* choose = new QPushButton(tr("Choose…"), parent);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose a certificate file"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    form.addRow(tr("Certificate file"), row);
    connect(m_proxy, &ProxyField::changed, this, &EndpointTransport::changed);
    connect(m_file, &QLineEdit::textChanged, this, &EndpointTransport::changed);
    connect(choose, &QPushButton::clicked, this, &EndpointTransport::chooseFile);
}

void EndpointTransport::writeTo(Endpoint& endpoint) const
{
    endpoint.proxy = m_proxy->choice();
    endpoint.caFile = m_file->text().trimmed();
}

bool EndpointTransport::isUsable() const
{
    return m_proxy->isUsable();
}

void EndpointTransport::chooseFile()
{
    auto* dialog =
        new QFileDialog(m_window, tr("Certificate file"), m_file->text(), tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

}
