#pragma once

#include "core/faults/fault.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <expected>

namespace sluice {

/// Which request gets which fault: docs/faults.md has the grammar. A value; each request takes the next step of the first list
/// that is for it, and the last step of a list is for all requests that follow.
class FaultScript
{
public:
    /// Passes everything on.
    FaultScript() = default;

    /// The script, or one sentence about the first thing in \a text that cannot be used.
    static std::expected<FaultScript, QString> parse(QStringView text);

    /// The fault for a request. \a path is that of the target, without its query.
    Fault take(QByteArrayView method, QByteArrayView path);

    /// How long the next connection waits to be accepted: what the coming step of the list without a path says.
    Millis acceptDelay() const;

private:
    struct Step
    {
        Fault fault;
        qint64 times = 1;
    };
    struct List
    {
        QByteArray method; ///< empty = any
        QByteArray path; ///< empty = any
        bool isPrefix = false;
        QList<Step> steps;
        qsizetype current = 0;
        qint64 taken = 0; ///< of the current step

        bool isFor(QByteArrayView method, QByteArrayView path) const;
        Fault take();
    };

    std::optional<QString> addStep(QString word);
    List& listFor(const QByteArray& method, const QByteArray& path, bool isPrefix);

    QList<List> m_lists; ///< the longer path first
};

}
