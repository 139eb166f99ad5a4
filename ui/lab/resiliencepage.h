#pragma once

#include "core/lab/resiliencerun.h"
#include "ui/lab/checkpage.h"

#include <memory>

class QCheckBox;

namespace sluice {

/// The page "Resilience": answers that are spoilt on their way, and what became of each. GUI thread.
class ResiliencePage final : public CheckPage
{
    Q_OBJECT

public:
    ResiliencePage(const LabServices& services, QWidget* parent);
    ~ResiliencePage() override;

protected:
    QList<CheckRow> freshRows() const override;
    void begin(const Endpoint& endpoint, const QByteArray& key, const QString& model) override;
    void cancel() override;
    int mostRequests() const override;
    QByteArray jsonReport() const override;
    QByteArray markdownReport() const override;

private:
    void show(const ResilienceResult& result);
    void finish(const QString& problem);

    QCheckBox* m_payAgain;
    std::unique_ptr<ResilienceRun> m_run; // null before the first; keeps the last report
};

}
