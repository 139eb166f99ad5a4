#pragma once

#include "app/loadprogress.h"
#include "app/servechild.h"
#include "app/standardoutput.h"
#include "core/lab/naivecomparison.h"

#include <QEventLoop>
#include <QObject>

#include <memory>

namespace sluice {

/// `compare naive` from start to exit status: a model with a capacity, a gateway before it, the same load through its plain route
/// and, with a new gateway, through its optimised ones. Main thread. A signal ends it without a table: half of one would be a
/// comparison of nothing.
class CompareNaiveRun final : public QObject
{
public:
    CompareNaiveRun(const NaiveLoad& load, bool asJson);
    ~CompareNaiveRun() override;

    int exec();

private:
    void measure(GatewayUse use);
    void takeReport(GatewayUse use, const LoadReport& report);
    int print();

    const NaiveLoad m_load;
    const bool m_asJson;
    QEventLoop m_loop;
    StandardOutput m_output;
    LoadProgressLine m_progress;
    NaiveSide m_before;
    NaiveSide m_after;
    quint16 m_modelPort = 0;
    // In this order: the load ends first, then the gateway, then its model.
    std::unique_ptr<ServeChild> m_model;
    std::unique_ptr<ServeChild> m_gateway;
    std::unique_ptr<LoadRun> m_run;
};

}
