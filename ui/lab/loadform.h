#pragma once

#include "core/chat/endpoint.h"
#include "ui/lab/labpages.h"
#include "ui/lab/loadvalues.h"

#include <QHash>
#include <QList>
#include <QScrollArea>

#include <optional>
#include <vector>

class QFormLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace sluice {

class ComboBox;
class EndpointAndModel;
class NumberField;

/// What a load test is to do: whom it asks, with what load, and what counts as good. Kept in the settings. GUI thread.
class LoadForm final : public QScrollArea
{
    Q_OBJECT

public:
    explicit LoadForm(const LabServices& services, QWidget* parent = nullptr);
    ~LoadForm() override;

    /// As typed; of a field that cannot be used, what stood there last.
    const LoadValues& values() const { return m_values; }
    /// Whether every field can be used, and there is an endpoint.
    bool isUsable() const;
    std::optional<Endpoint> endpoint() const;
    /// The model and the prompt that will be sent.
    QString model() const;
    QString prompt() const;
    void keep(); ///< in the settings
    /// As wide as it has to be where it has \a room px together with the results: labels stand above their fields where the text
    /// is so large that they would take too much of it.
    void fitInto(int room);

    QSize sizeHint() const override { return minimumSizeHint(); } // it takes what is left over

Q_SIGNALS:
    void changed();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void addTarget();
    void addLoad();
    void addLimits();
    void addSection(const QString& title, const QString& note = {});
    void addRow(const QString& label, QWidget* field);
    NumberField* addNumber(
        const QString& label, const QString& name, int LoadValues::* member, int lowest, int highest, const QString& unit);
    ComboBox* addChoice(const QString& label, bool LoadValues::* member, const QString& whenTrue, const QString& whenFalse);
    void takeTarget();
    void showNote();
    void addKinds();
    void showKind();

    LabServices m_services;
    LoadValues m_values;
    QVBoxLayout* m_layout;
    QFormLayout* m_rows = nullptr; // of the section that is being filled
    EndpointAndModel* m_target = nullptr;
    QLabel* m_note = nullptr; // about the way to the endpoint
    QLineEdit* m_prompt = nullptr;
    QFormLayout* m_loadRows = nullptr;
    std::vector<NumberField*> m_numbers;
    QHash<QWidget*, QList<LoadValues::Kind>> m_kinds; // fields that not every kind of test has
};

}
