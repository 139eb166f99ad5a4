#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"

#include <QDialog>

#include <functional>

class QDialogButtonBox;
class QFormLayout;
class QLineEdit;

namespace sluice {

class ChatEngine;
class ComboBox;
class ElidedLabel;
class EndpointTest;
class EndpointTransport;
struct BaseUrlCheck;

/// Adds or edits an endpoint. Changes nothing by itself: ask endpoint() and key() after accepted(). GUI thread.
class EndpointDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \a initial with an empty id: a new endpoint. \a engine must outlive this.
    EndpointDialog(ChatEngine& engine, const Endpoint& initial, QWidget* parent = nullptr);

    Endpoint endpoint() const;
    QByteArray key() const;
    /// The key as it is stored, once the keyring has answered.
    void setKey(const QByteArray& key);
    /// Where what earlier answers have shown of an endpoint is remembered.
    void setKnown(std::function<EndpointAbilities(const Endpoint&)> known);
    bool isKeyChanged() const { return key() != m_storedKey; }

private:
    void addFields();
    void addButtons();
    QLineEdit* addLine(const QString& label, int maxLength);
    void takeProvider();
    BaseUrlCheck checkUrl() const;
    void validate();
    void test();

    const Endpoint m_initial;
    QByteArray m_storedKey;
    QString m_suggestedUrl; // by the provider: replaced with the next one's as long as the user leaves it
    QFormLayout* m_form;
    QLineEdit* m_name;
    ComboBox* m_provider;
    QLineEdit* m_url;
    ElidedLabel* m_urlNote;
    QLineEdit* m_key;
    ComboBox* m_model;
    EndpointTransport* m_transport;
    EndpointTest* m_test;
    QDialogButtonBox* m_buttons;
};

}
