#pragma once

#include "ui/windowservices.h"

#include <QObject>

#include <memory>

namespace sluice {

class Languages;
class MainWindow;

/// Owns the program's window, and makes another one in its place when the language changes: conversation, place, draft, settings
/// and Lab are open in it as they were. Streams belong to conversations and do not notice. GUI thread.
class WindowHost final : public QObject
{
    Q_OBJECT

public:
    /// What \a services name, and \a languages, must outlive this. The window is not shown yet.
    WindowHost(const WindowServices& services, Languages& languages, QObject* parent = nullptr);
    ~WindowHost() override;

    MainWindow& window() const { return *m_window; }

Q_SIGNALS:
    /// window() is another one now, and shown; the former one is about to go.
    void windowChanged();

private:
    void renew();

    const WindowServices m_services;
    std::unique_ptr<MainWindow> m_window;
};

}
