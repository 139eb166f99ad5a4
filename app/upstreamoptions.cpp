#include "app/upstreamoptions.h"

#include <QCommandLineParser>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

std::optional<QString> problemWith(const QUrl& url, const QString& text)
{
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || url.port() == 0)
        return u"--upstream needs an http or https URL, not '%1'"_s.arg(text);
    if (!url.userInfo().isEmpty())
        return u"--upstream must not hold a password: name the variable with the key by --api-key-env"_s;
    return std::nullopt;
}

std::expected<QByteArray, QString> keyFrom(const QString& variable)
{
    // A key is pasted into a file with a line break behind it.
    QByteArray key = qgetenv(variable.toUtf8().constData()).trimmed();
    if (key.isEmpty())
        return std::unexpected(u"--api-key-env: the environment variable '%1' holds no key"_s.arg(variable));
    if (std::any_of(key.begin(), key.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7f; }))
        return std::unexpected(u"--api-key-env: the key in '%1' holds control characters"_s.arg(variable));
    return key;
}

}

void addUpstreamOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {u"upstream"_s,
            u"Server to stand in front of, with its version part: http://127.0.0.1:8080/v1. Default: the demo model."_s,
            u"URL"_s},
        {u"model"_s, u"The upstream's model for /chat…; default: the first of its list."_s, u"M"_s},
        {u"api-key-env"_s, u"Environment variable that holds the upstream's API key."_s, u"VAR"_s},
        {u"upstream-ca"_s, u"Certificates to trust beside the system's, in PEM format."_s, u"FILE"_s},
    });
}

std::optional<QString> readUpstreamOptions(const QCommandLineParser& parser, GatewayOptions& options)
{
    if (!parser.isSet(u"upstream"_s)) {
        for (const QString& name : {u"model"_s, u"api-key-env"_s, u"upstream-ca"_s}) {
            if (parser.isSet(name))
                return u"--%1 needs --upstream"_s.arg(name);
        }
        return std::nullopt;
    }
    UpstreamOptions upstream;
    const QString text = parser.value(u"upstream"_s);
    upstream.baseUrl = QUrl(text, QUrl::StrictMode);
    if (std::optional<QString> problem = problemWith(upstream.baseUrl, text))
        return problem;
    upstream.model = parser.value(u"model"_s);
    if (parser.isSet(u"model"_s) && upstream.model.isEmpty())
        return u"--model needs the name of a model"_s;
    if (parser.isSet(u"api-key-env"_s)) {
        const std::expected<QByteArray, QString> key = keyFrom(parser.value(u"api-key-env"_s));
        if (!key)
            return key.error();
        upstream.key = *key;
    }
    upstream.caFile = parser.value(u"upstream-ca"_s);
    if (parser.isSet(u"upstream-ca"_s) && !QFile(upstream.caFile).open(QIODevice::ReadOnly))
        return u"--upstream-ca: %1 cannot be read"_s.arg(upstream.caFile);
    options.upstream = upstream;
    return std::nullopt;
}

}
