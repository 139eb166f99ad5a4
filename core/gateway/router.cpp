#include "core/gateway/router.h"

namespace sluice {

void Router::add(const QByteArray& method, const QByteArray& pattern, RouteHandler handler)
{
    constexpr QByteArrayView Parameter = "{id}";
    const bool hasParameter = pattern.endsWith(Parameter);
    const QByteArray prefix = hasParameter ? pattern.chopped(Parameter.size()) : pattern;
    m_routes.push_back({method, prefix, hasParameter, std::move(handler)});
}

Router::Match Router::find(QByteArrayView method, QByteArrayView path) const
{
    const QByteArrayView wanted = method == "HEAD" ? QByteArrayView("GET") : method;
    Match match;
    const auto allow = [&match](const QByteArray& name) { match.allow += (match.allow.isEmpty() ? "" : ", ") + name; };
    for (const Route& route : m_routes) {
        QByteArrayView parameter;
        if (route.hasParameter) {
            if (!path.startsWith(route.prefix) || path.size() == route.prefix.size())
                continue;
            parameter = path.sliced(route.prefix.size());
            if (parameter.contains('/'))
                continue;
        } else if (path != route.prefix) {
            continue;
        }
        allow(route.method);
        if (route.method == "GET")
            allow("HEAD");
        if (route.method == wanted) {
            match.handler = &route.handler;
            match.parameter = parameter.toByteArray();
        }
    }
    return match;
}

QList<QByteArray> Router::list() const
{
    QList<QByteArray> all;
    for (const Route& route : m_routes)
        all.append(route.method + ' ' + route.prefix + (route.hasParameter ? "{id}" : ""));
    return all;
}

}
