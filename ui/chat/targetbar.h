#pragma once

#include "core/chat/endpoint.h"

#include <QList>
#include <QStringList>
#include <QWidget>

namespace sluice {

class ComboBox;

/// The row of "Endpoint", "Model" and "Buffer strategy" below the message. Shows what it is told and reports what the user chose,
/// nothing else. GUI thread.
class TargetBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TargetBar(QWidget* parent = nullptr);

    void setEndpoints(const QList<Endpoint>& endpoints, const QString& currentId);
    void setModels(const QStringList& models, const QString& current);
    void setStrategy(const QString& name);

Q_SIGNALS:
    void endpointChosen(const QString& id);
    void addEndpointRequested();
    void modelChosen(const QString& model);
    void strategyChosen(const QString& name);

private:
    void takeEndpointRow(int row);
    void takeModelText();

    ComboBox* m_endpoint;
    ComboBox* m_model;
    ComboBox* m_strategy;
    QString m_currentModel;
};

}
