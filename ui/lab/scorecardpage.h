#pragma once

#include "core/lab/scorecardrun.h"
#include "ui/lab/checkpage.h"

#include <memory>

namespace sluice {

/// The page "Scorecard": what an endpoint can do, line by line, with the evidence. GUI thread.
class ScorecardPage final : public CheckPage
{
    Q_OBJECT

public:
    ScorecardPage(const LabServices& services, QWidget* parent);
    ~ScorecardPage() override;

protected:
    QList<CheckRow> freshRows() const override;
    void begin(const Endpoint& endpoint, const QByteArray& key, const QString& model) override;
    void cancel() override;
    int mostRequests() const override;
    QByteArray jsonReport() const override;
    QByteArray markdownReport() const override;

private:
    void show(const ScoreLine& line);
    void finish(const QString& problem);

    std::unique_ptr<ScorecardRun> m_run; // null before the first; keeps the last report
};

}
