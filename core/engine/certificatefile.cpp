#include "core/engine/certificatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>

namespace sluice {

std::expected<CertificateFile, CertificateTrouble> readCertificateFile(const QString& file)
{
    using Kind = CertificateTrouble::Kind;
    if (!QFileInfo(file).isFile()) // a pipe would be waited for
        return std::unexpected(CertificateTrouble {.kind = Kind::Missing});
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return std::unexpected(CertificateTrouble {.kind = Kind::Unreadable, .reason = opened.errorString()});
    if (opened.size() > MaxCertificateBytes)
        return std::unexpected(CertificateTrouble {.kind = Kind::TooLarge});
    CertificateFile read {.pem = opened.readAll()};
    read.certificates = int(QSslCertificate::fromData(read.pem, QSsl::Pem).size());
    if (read.certificates == 0)
        return std::unexpected(CertificateTrouble {.kind = Kind::NoCertificate});
    return read;
}

}
