// What the chat view costs: rows × operations, flushes into a long answer, hostile texts, very long messages. Times are CPU time
// of the UI thread, in which all of it happens; wall time stands beside. One line of JSON a figure; exit status 1 when a limit is
// missed. `bench_chatview rows flush hostile long` picks the parts.

#include "tests/bench/shownview.h"

#include <QApplication>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace sluice::bench;

int main(int argc, char* argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const QStringList asked = QCoreApplication::arguments().sliced(1);
    Report report(u"chatview"_s);
    const std::pair<QString, void (*)(Report&)> parts[] = {
        {u"rows"_s, benchRows}, {u"flush"_s, benchFlushes}, {u"hostile"_s, benchHostile}, {u"long"_s, benchLongMessages}};
    for (const auto& [name, run] : parts) {
        if (asked.isEmpty() || asked.contains(name))
            run(report);
    }
    return report.exitStatus();
}
