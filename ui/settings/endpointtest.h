#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QPushButton;

namespace sluice {

class ChatEngine;
class SpokenNotice;

/// Test, and what came of it: asks an endpoint for its models without making anybody wait, and says what it can do. GUI thread.
class EndpointTest final : public QWidget
{
    Q_OBJECT

public:
    /// \a engine must outlive this.
    explicit EndpointTest(ChatEngine& engine, QWidget* parent = nullptr);
    ~EndpointTest() override;

    /// Where what earlier answers have shown of an endpoint is remembered.
    void setKnown(std::function<EndpointAbilities(const Endpoint&)> known) { m_known = std::move(known); }
    /// What is remembered of \a endpoint, as long as there is no result.
    void showKnown(const Endpoint& endpoint);
    void setTestable(bool isTestable);
    void start(const Endpoint& endpoint, const QByteArray& key);
    /// Forgets the question under way and the result.
    void reset();
    QString resultText() const;

Q_SIGNALS:
    /// The button was pressed: call start().
    void testRequested();
    void modelsFound(const QStringList& models);

private:
    void press();
    void show(const QString& text, const QString& tone);
    void setRunning(bool isRunning);

    ChatEngine& m_engine;
    QPushButton* m_button;
    QLabel* m_result;
    SpokenNotice* m_voice;
    std::function<EndpointAbilities(const Endpoint&)> m_known;
    bool m_isTestable = false;
    std::unique_ptr<QObject> m_job; // context of the question under way
};

}
