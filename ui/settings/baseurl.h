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

/// Judges \a typed as the base URL of a model server. \a hasKey: an API key would be sent there.
BaseUrlCheck checkBaseUrl(QStringView typed, bool hasKey);

}
