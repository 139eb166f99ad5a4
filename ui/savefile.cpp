#include "ui/savefile.h"

#include "ui/chat/attachmentwriting.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace sluice {

namespace {

struct SaveFile
{
    Q_DECLARE_TR_FUNCTIONS(SaveFile)
};

}

void askWhereToSave(QWidget* parent, const FileProposal& proposal, std::function<void(const QString& fileName)> chosen)
{
    const QString name = proposal.baseName + u'.' + proposal.suffix;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(parent, proposal.title, folder + u'/' + name, proposal.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(proposal.suffix);
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void saveFile(const QString& fileName, const QByteArray& bytes, std::function<void(const QString& sentence)> said)
{
    writeAttachment(
        fileName, bytes, [said = std::move(said), name = QFileInfo(fileName).fileName()](const Result<void>& written) {
            said(written ? SaveFile::tr("%1 is written.").arg(name) : written.error().message);
        });
}

QByteArray pictureOf(QWidget& widget)
{
    QByteArray png;
    QBuffer buffer(&png);
    widget.grab().save(&buffer, "PNG");
    return png;
}

}
