#include "core/lab/loadtarget.h"

#include "core/chat/provider.h"
#include "core/sockets/tlscontext.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

void setHeader(HttpRequest& request, const QByteArray& name, const QByteArray& value)
{
    for (HttpHeader& header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0) {
            header.value = value;
            return;
        }
    }
    request.headers.append({.name = name, .value = value});
}

void addToBody(HttpRequest& request, const QJsonObject& extra)
{
    if (extra.isEmpty())
        return;
    QJsonObject body = QJsonDocument::fromJson(request.body).object();
    for (auto it = extra.begin(); it != extra.end(); ++it)
        body.insert(it.key(), it.value());
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

}

Result<void> aimAt(const LoadTarget& target, LoadPlan& plan)
{
    for (const QString& prompt : target.prompts) {
        Message question;
        question.text = prompt;
        ChatRequest chat;
        chat.model = target.model;
        chat.messages.append(question);
        chat.maxTokens = target.maxTokens;
        HttpRequest request = plan.provider->chatRequest(target.endpoint, target.key, chat);
        addToBody(request, target.extraBody);
        setHeader(request, "Accept-Encoding", target.gzip ? "gzip" : "identity");
        if (!plan.keepAlive)
            setHeader(request, "Connection", "close");
        plan.requests.push_back(request);
    }
    if (target.endpoint.baseUrl.scheme() != "https"_L1)
        return {};
    const Result<std::shared_ptr<const TlsContext>> tls = TlsContext::create(target.endpoint.caFile);
    if (!tls)
        return std::unexpected(tls.error());
    plan.tls = *tls;
    return {};
}

LoadSetup setupOf(const QString& name, const LoadTarget& target, const LoadPlan& plan)
{
    return {.name = name,
        .target = target.endpoint.baseUrl.toDisplayString(QUrl::RemoveUserInfo),
        .model = target.model,
        .isOpenLoop = plan.rate.has_value(),
        .users = plan.users,
        .rate = plan.rate.value_or(0),
        .isPoisson = plan.isPoisson,
        .seed = plan.seed,
        .warmUpSeconds = double(plan.warmUp.count()) / 1000,
        .goodput = plan.goodput};
}

}
