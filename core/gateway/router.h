#pragma once

#include "core/gateway/exchange.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <functional>
#include <vector>

namespace sluice {

using RouteHandler = std::function<void(Exchange&)>;

/// Which handler answers which method and path. HEAD goes to the handler of GET. Built once, then read only.
class Router
{
public:
    /// \a pattern is a path; a last segment "{id}" matches any one segment that is not empty.
    void add(const QByteArray& method, const QByteArray& pattern, RouteHandler handler);

    struct Match
    {
        const RouteHandler* handler = nullptr; ///< null: see allow
        QByteArray parameter; ///< what stands for {id}
        QByteArray allow; ///< the methods of this path for an Allow field; empty when there is no such path
    };
    Match find(QByteArrayView method, QByteArrayView path) const;

    /// "METHOD pattern" of each, in the order in which they were added; HEAD is not named.
    QList<QByteArray> list() const;

private:
    struct Route
    {
        QByteArray method;
        QByteArray prefix; ///< without the "{id}"
        bool hasParameter = false;
        RouteHandler handler;
    };
    std::vector<Route> m_routes;
};

}
