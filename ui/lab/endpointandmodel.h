#pragma once

#include "core/chat/endpoint.h"
#include "ui/lab/labpages.h"

#include <QObject>

#include <memory>
#include <optional>

namespace sluice {

class ComboBox;

/// The choice of an endpoint and of a model of it: two boxes, for a form to lay out. Asks the endpoint for its models, with its
/// key, once the boxes are shown; a model can be typed all the same. What is chosen stays so when endpoints are edited. GUI
/// thread.
class EndpointAndModel final : public QObject
{
    Q_OBJECT

public:
    /// Makes the boxes in \a parent, the form. \a endpointId is chosen first, with \a model typed; empty, or one that is not
    /// there any more: what the chat has selected.
    EndpointAndModel(const LabServices& services, QWidget* parent, const QString& endpointId = {}, const QString& model = {});
    ~EndpointAndModel() override;

    ComboBox* endpointBox() const { return m_endpoint; }
    ComboBox* modelBox() const { return m_model; }

    /// Nothing when there is none.
    std::optional<Endpoint> endpoint() const;
    QString model() const; ///< may be empty: the endpoint's first

Q_SIGNALS:
    /// The endpoint, what it is, or the model.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void list(const QString& wantedId, const QString& typed);
    void listAnew();
    void takeEndpoint();
    void askForModels();

    LabServices m_services;
    ComboBox* m_endpoint;
    ComboBox* m_model;
    bool m_isAsked = false; // for the models
    std::unique_ptr<QObject> m_question; // context of what keyring and server are asked
};

}
