#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace sluice {

/// One verb of `sluicectl compare`. One file each in app/commands, registered before main(), as a Command is.
struct Comparison
{
    QString name; ///< "strategies"
    QString summary; ///< one line for the list
    std::function<int(const QStringList& arguments)> run; ///< the arguments behind the verb; the exit status
};

/// All of them, by name.
QList<Comparison> comparisons();

/// `static const ComparisonRegistration registration{{.name = …}};` in the comparison's own .cpp.
class ComparisonRegistration
{
public:
    explicit ComparisonRegistration(Comparison comparison);
};

}
