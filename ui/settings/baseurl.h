#pragma once

#include <QString>
#include <QStringView>
#include <QUrl>

#include <optional>

namespace sluice {

/// What stands in the way of using a typed base URL, and what is only odd about it. One sentence each, empty = nothing.
struct BaseUrlCheck
{
    QString problem;
    QString hint;
    QUrl url; ///< valid when there is no problem; without a slash at the end

    bool isUsable() const { return problem.isEmpty(); }
};

/// What is known about the endpoint that a base URL is typed for.
struct BaseUrlUse
{
    bool hasKey = false; ///< an API key would be sent there
    bool wantsVersion = true; ///< servers of its kind have /v1 in it
};

/// Judges \a typed as the base URL of a model server.
BaseUrlCheck checkBaseUrl(QStringView typed, const BaseUrlUse& use);

/// Whether \a url has a version in its path, such as /v1.
bool hasVersion(const QUrl& url);

}
