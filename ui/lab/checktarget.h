#pragma once

#include "core/chat/endpoint.h"
#include "ui/lab/labpages.h"

#include <QByteArray>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

class EndpointAndModel;

/// Which endpoint is checked, and which model of it, in one row. GUI thread.
class CheckTarget final : public QWidget
{
    Q_OBJECT

public:
    explicit CheckTarget(const LabServices& services, QWidget* parent = nullptr);
    ~CheckTarget() override;

    /// Nothing when there is none.
    std::optional<Endpoint> endpoint() const;
    QString model() const; ///< may be empty: the endpoint's first

    /// Reads the key of \a endpoint; \a done is called once, later, unless it is called again before.
    void readKey(const Endpoint& endpoint, std::function<void(const QByteArray& key)> done);
    void forgetKey() { m_keyQuestion.reset(); }

Q_SIGNALS:
    void changed();

private:
    LabServices m_services;
    EndpointAndModel* m_choice;
    std::unique_ptr<QObject> m_keyQuestion; // context of what the keyring is asked
};

}
