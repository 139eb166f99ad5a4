#include "ui/countwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace sluice {

namespace {

struct CountWords
{
    Q_DECLARE_TR_FUNCTIONS(CountWords)
};

}

QString countedConversations(int count)
{
    return count == 1 ? CountWords::tr("1 conversation") : CountWords::tr("%1 conversations").arg(QLocale().toString(count));
}

}
