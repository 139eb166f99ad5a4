#include "core/recording/secretremoval.h"

#include <QUrlQuery>

#include <algorithm>
#include <array>
#include <cstring>

namespace sluice {

using namespace Qt::StringLiterals;

bool isSecretName(QByteArrayView name)
{
    // Not every name with "token" in it: x-ratelimit-remaining-tokens and max_tokens are worth keeping.
    constexpr std::array<QByteArrayView, 14> Whole {"auth", "apikey", "key", "pass", "password", "passwd", "pwd", "secret", "sig",
        "signature", "token", "code", "credential", "credentials"};
    constexpr std::array<QByteArrayView, 3> Anywhere {"authorization", "cookie", "authenticate"};
    constexpr std::array<QByteArrayView, 9> Endings {
        "_key", "_apikey", "_token", "_secret", "_password", "_signature", "_credential", "_auth", "_sig"};
    QByteArray plain = name.toByteArray().toLower();
    plain.replace('-', '_');
    return std::any_of(Whole.begin(), Whole.end(), [&](QByteArrayView word) { return plain == word; })
        || std::any_of(Anywhere.begin(), Anywhere.end(), [&](QByteArrayView word) { return plain.contains(word); })
        || std::any_of(Endings.begin(), Endings.end(), [&](QByteArrayView word) { return plain.endsWith(word); });
}

void hideKey(QByteArray& bytes, const QByteArray& key)
{
    if (key.size() < LeastKeyBytes)
        return;
    for (qsizetype at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + key.size()))
        std::memset(bytes.data() + at, 'x', std::size_t(key.size()));
}

HttpHeaders withoutSecrets(const HttpHeaders& headers, const QByteArray& key)
{
    HttpHeaders kept;
    for (HttpHeader header : headers) {
        if (isSecretName(header.name))
            continue;
        hideKey(header.value, key);
        kept.append(header);
    }
    return kept;
}

HttpRequest withoutSecrets(const HttpRequest& request, const QByteArray& key)
{
    HttpRequest kept {
        .method = request.method, .url = request.url, .headers = withoutSecrets(request.headers, key), .body = request.body};
    hideKey(kept.body, key);

    kept.url.setUserInfo({});
    const QUrlQuery query(kept.url);
    QList<std::pair<QString, QString>> items = query.queryItems(QUrl::FullyEncoded);
    for (auto& [name, value] : items) {
        if (isSecretName(QByteArray::fromPercentEncoding(name.toLatin1())))
            value = u"removed"_s;
    }
    QUrlQuery clean;
    clean.setQueryItems(items);
    if (kept.url.hasQuery())
        kept.url.setQuery(clean);
    QByteArray encoded = kept.url.toEncoded();
    hideKey(encoded, key);
    hideKey(encoded, key.toPercentEncoding());
    kept.url = QUrl::fromEncoded(encoded);
    return kept;
}

}
