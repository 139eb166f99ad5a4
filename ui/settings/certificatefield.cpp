#include "ui/settings/certificatefield.h"

#include "core/engine/certificatefile.h"
#include "ui/blocks/blockworker.h"
#include "ui/styleproperty.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineHeight = 34; // px
constexpr int MaxPath = 4096; // characters

using Looked = std::expected<CertificateFile, CertificateTrouble>;

/// One look at a file.
class Look final : public BlockWorker::Job
{
public:
    Look(QString file, std::function<void(const Looked&)> done)
        : m_file(std::move(file))
        , m_done(std::move(done))
    { }

    State work() override
    {
        m_looked = readCertificateFile(m_file);
        return State::Over;
    }

    std::function<void()> takeResults() override
    {
        return [done = m_done, looked = m_looked] { done(looked); };
    }

private:
    const QString m_file;
    const std::function<void(const Looked&)> m_done;
    Looked m_looked;
};

struct CertificateWords
{
    Q_DECLARE_TR_FUNCTIONS(CertificateWords)
};

QString wordsFor(const CertificateTrouble& trouble)
{
    switch (trouble.kind) {
    case CertificateTrouble::Kind::Missing:
        return CertificateWords::tr("There is no such file.");
    case CertificateTrouble::Kind::Unreadable:
        return CertificateWords::tr("It cannot be read: %1.").arg(trouble.reason);
    case CertificateTrouble::Kind::TooLarge:
        return CertificateWords::tr("It is larger than 4 MiB.");
    case CertificateTrouble::Kind::NoCertificate:
        return CertificateWords::tr("It holds no certificate in PEM form.");
    }
    Q_UNREACHABLE();
}

}

CertificateField::CertificateField(const QString& path, QWidget* parent)
    : QWidget(parent)
    , m_path(new QLineEdit(path, this))
    , m_note(new QLabel(this))
{
    m_path->setAccessibleName(tr("Certificate file"));
    m_path->setPlaceholderText(tr("optional; in PEM form"));
    m_path->setMaxLength(MaxPath);
    m_path->setMinimumHeight(LineHeight);
    setFocusProxy(m_path);
    setAccessibleName(tr("Certificate file"));
    auto* choose = new QPushButton(tr("Choose…"), this);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose a certificate file"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("textSize", u"small"_s);
    m_note->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(m_path, &QLineEdit::textChanged, this, &CertificateField::look);
    connect(choose, &QPushButton::clicked, this, &CertificateField::chooseFile);
    show({}, true);
    look();
}

QString CertificateField::path() const
{
    return m_path->text().trimmed();
}

QString CertificateField::note() const
{
    return m_note->text();
}

void CertificateField::look()
{
    const int number = ++m_lastLook;
    BlockWorker* worker = BlockWorker::current();
    if (path().isEmpty() || !worker) {
        show({}, true);
        return;
    }
    const auto done = [self = QPointer(this), number](const Looked& looked) {
        if (!self || number != self->m_lastLook) // another path stands there by now
            return;
        if (looked)
            self->show(tr("%n certificate(s)", nullptr, looked->certificates), true);
        else
            self->show(wordsFor(looked.error()), false);
    };
    worker->start([file = path(), done](const BlockWorker::Tools&) { return std::make_unique<Look>(file, done); });
    Q_EMIT changed();
}

void CertificateField::show(const QString& note, bool isUsable)
{
    m_isUsable = isUsable;
    setStyleProperty(*m_path, "invalid", !isUsable);
    setStyleProperty(*m_note, "tone", isUsable ? u"muted"_s : u"error"_s);
    m_path->setAccessibleDescription(note);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    Q_EMIT changed();
}

void CertificateField::chooseFile()
{
    auto* dialog =
        new QFileDialog(window(), tr("Certificate file"), path(), tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

}
