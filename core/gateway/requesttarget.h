#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>
#include <utility>

namespace sluice {

/// The decoded parameters of a query, in order. Of several with one name the last counts.
class QueryParameters
{
public:
    QueryParameters() = default;
    /// \a query in application/x-www-form-urlencoded form: '+' is a space, a '%' without two hex digits stands for itself.
    explicit QueryParameters(QByteArrayView query);

    void add(const QByteArray& name, const QByteArray& value) { m_all.append(std::pair(name, value)); }
    std::optional<QByteArray> value(QByteArrayView name) const;

private:
    QList<std::pair<QByteArray, QByteArray>> m_all;
};

/// A request target in origin form or absolute form (RFC 9112 section 3.2).
struct RequestTarget
{
    QByteArray path; ///< percent-decoded; starts with '/'
    QueryParameters query;
    QByteArray authority; ///< of the absolute form, which then beats the Host field; else empty
};

/// Nothing for a target in another form, or not a target at all.
std::optional<RequestTarget> parseTarget(QByteArrayView target);

}
