#include "app/endpointoptions.h"

#include "core/chat/provider.h"
#include "core/engine/certificatefile.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Problem = std::unexpected<QString>;

QString providerNames()
{
    QStringList names;
    for (const Provider* provider : providers())
        names.append(provider->name());
    return names.join(u", "_s);
}

bool isUsable(const QUrl& url)
{
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return url.isValid() && isHttp && !url.host().isEmpty();
}

/// Keys are pasted into files with a line break behind them; inside a header value it would be a second header.
std::expected<QByteArray, QString> keyFrom(const QString& variable)
{
    const QByteArray key = QProcessEnvironment::systemEnvironment().value(variable).toUtf8().trimmed();
    const bool isClean = std::none_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (!isClean)
        return Problem(u"the key in the environment variable %1 holds control characters"_s.arg(variable));
    return key;
}

std::expected<void, QString> readKey(EndpointChoice& choice, const QString& namedVariable)
{
    choice.keyWasNamed = !namedVariable.isNull();
    const QString variable = choice.keyWasNamed ? namedVariable : QString::fromLatin1(choice.provider->keyVariable());
    if (!choice.keyWasNamed && (choice.isDemo || variable.isEmpty()))
        return {}; // the demo needs no key, and gets none
    const std::expected<QByteArray, QString> key = keyFrom(variable);
    if (!key)
        return Problem(key.error());
    if (choice.keyWasNamed && key->isEmpty())
        return Problem(u"the environment variable '%1' is not set"_s.arg(variable));
    choice.key = *key;
    return {};
}

}

void EndpointOptions::addTo(QCommandLineParser& parser) const
{
    QCommandLineOption provider = m_provider;
    provider.setDescription(u"Kind of server: %1. Default: openai."_s.arg(providerNames()));
    QCommandLineOption baseUrl = m_baseUrl;
    baseUrl.setDescription(u"Address with its version part, http://127.0.0.1:8080/v1. Default: the provider's; with neither, the "
                           "built-in demo."_s);
    QCommandLineOption keyVariable = m_keyVariable;
    keyVariable.setDescription(u"Environment variable that holds the API key. Default: the provider's, then the keyring."_s);
    QCommandLineOption caFile = m_caFile;
    caFile.setDescription(u"Certificates in PEM form to trust beside the system's, for a server with one of its own."_s);
    parser.addOptions({provider, baseUrl, keyVariable, caFile});
}

std::expected<EndpointChoice, QString> EndpointOptions::read(const QCommandLineParser& parser) const
{
    EndpointChoice choice;
    const QString name = parser.isSet(m_provider) ? parser.value(m_provider) : u"openai"_s;
    choice.provider = providerNamed(name);
    if (!choice.provider)
        return Problem(u"there is no provider '%1' (%2)"_s.arg(name, providerNames()));

    choice.isDemo = !parser.isSet(m_provider) && !parser.isSet(m_baseUrl);
    QUrl url = choice.provider->defaultBaseUrl();
    if (parser.isSet(m_baseUrl))
        url = QUrl(parser.value(m_baseUrl), QUrl::StrictMode);
    if (!choice.isDemo && !isUsable(url)) {
        return Problem(parser.isSet(m_baseUrl) ? u"'%1' is not an http or https URL"_s.arg(parser.value(m_baseUrl))
                                               : u"the provider '%1' needs a --base-url"_s.arg(name));
    }
    choice.endpoint = {.id = u"command-line"_s,
        .name = choice.provider->displayName(),
        .provider = name,
        .baseUrl = choice.isDemo ? QUrl() : url,
        .model = {}};

    const QString variable = parser.isSet(m_keyVariable) ? parser.value(m_keyVariable) : QString();
    if (parser.isSet(m_keyVariable) && variable.isEmpty())
        return Problem(u"--api-key-env needs the name of an environment variable"_s);
    if (const auto read = readKey(choice, variable); !read)
        return Problem(read.error());
    if (parser.isSet(m_caFile)) {
        choice.endpoint.caFile = QFileInfo(parser.value(m_caFile)).absoluteFilePath();
        if (!readCertificateFile(choice.endpoint.caFile))
            return Problem(u"--ca-file: '%1' cannot be read, or holds no certificate in PEM form"_s.arg(parser.value(m_caFile)));
    }
    return choice;
}

}
