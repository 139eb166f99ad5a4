#pragma once

#include "core/chat/endpoint.h"

#include <QList>
#include <QScrollArea>

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace sluice {

struct LocalServer;

/// What an empty conversation shows: what one can do here, and the model servers found on this computer. GUI thread.
class WelcomePanel final : public QScrollArea
{
    Q_OBJECT

public:
    explicit WelcomePanel(QWidget* parent = nullptr);

    /// \a isDemo: it is the scripted one, and the panel says so.
    void setEndpoint(const QString& name, bool isDemo);
    void addServer(const LocalServer& server);
    void removeServer(const QString& endpointId);

Q_SIGNALS:
    void promptChosen(const QString& prompt);
    void serverChosen(const sluice::Endpoint& endpoint);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Chip
    {
        QPushButton* button;
        QString icon;
    };

    void addChips();
    void placeChips();
    void applyTheme();

    QWidget* m_panel; // the column
    QLabel* m_mark;
    QLabel* m_heading;
    QLabel* m_text;
    QLabel* m_serversHeading;
    QGridLayout* m_chipGrid;
    QVBoxLayout* m_serverList;
    QList<Chip> m_chips;
    QList<Chip> m_servers;
    int m_columns = 0;
};

}
