#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

namespace sluice {

/// Certificates as they stand in a file.
struct CertificateFile
{
    QByteArray pem;
    int certificates = 0; ///< one or more
};

/// Why a file cannot be one.
struct CertificateTrouble
{
    enum class Kind { Missing, Unreadable, TooLarge, NoCertificate };

    Kind kind = Kind::Missing;
    QString reason {}; ///< Unreadable: the system's words
};

/// Reads \a file, which is in PEM form and at most MaxCertificateBytes. Waits for the disk; no pipe is waited for.
std::expected<CertificateFile, CertificateTrouble> readCertificateFile(const QString& file);

constexpr qint64 MaxCertificateBytes = 4 * 1024 * 1024; // the whole bundle of a distribution is a quarter of it

}
