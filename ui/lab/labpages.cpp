#include "ui/lab/labpages.h"

#include <QCoreApplication>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct LabPages
{
    Q_DECLARE_TR_FUNCTIONS(LabPages)
};

}

QList<LabPage> labPages()
{
    return {
        {u"load"_s, LabPages::tr("Load test"), &makeLoadPage},
        {u"strategies"_s, LabPages::tr("Strategies"), &makeStrategiesPage},
        {u"scorecard"_s, LabPages::tr("Scorecard"), &makeScorecardPage},
        {u"resilience"_s, LabPages::tr("Resilience"), &makeResiliencePage},
    };
}

}
