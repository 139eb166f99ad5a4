#pragma once

#include <QString>
#include <QStringView>

namespace sluice {

/// What the demo model says to one message. The views live for ever.
struct DemoScript
{
    QStringView reasoning; ///< empty unless the message asks to think
    QStringView text;
};

/// Chooses by what \a message asks for: a topic that it names, else the tour; in Chinese when it holds Chinese. Thread-safe.
DemoScript demoScriptFor(QStringView message);

}
