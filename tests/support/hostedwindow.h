#pragma once

#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/languages.h"
#include "ui/windowhost.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>

namespace sluice::test {

/// The program, with its window in a host, which makes another one when the language changes.
struct HostedWindow : WindowFixture
{
    Languages languages {settings};
    std::unique_ptr<WindowHost> host;

    explicit HostedWindow(const QString& storeDirectory = {})
        : WindowFixture(storeDirectory)
    {
        window.reset();
        host = std::make_unique<WindowHost>(WindowServices {.engine = engine,
                                                .settings = settings,
                                                .keyring = keyring,
                                                .conversations = conversations,
                                                .metrics = &metricsServer},
            languages);
        host->window().show();
    }

    /// \a lastly is done in the former window, when the other language is chosen and before anything else happens.
    bool speak(const QString& language, const std::function<void()>& lastly = {})
    {
        QSignalSpy changed(host.get(), &WindowHost::windowChanged);
        settings.setLanguage(language);
        if (lastly)
            lastly();
        return QTest::qWaitFor([&changed] { return changed.size() == 1; }, 30'000);
    }

    ChatPane* pane() const { return host->window().findChild<ChatPane*>(); }
    ChatView* view() const { return host->window().findChild<ChatView*>(); }
    Composer* composer() const { return host->window().findChild<Composer*>(); }
    MessageEditor* editor() const { return composer()->editor(); }
    ChatSession& session() const { return *pane()->session(); }
    void send(const QString& text) const
    {
        composer()->setText(text);
        QTest::keyClick(editor(), Qt::Key_Return);
    }
    /// An exchange, of whose answer nobody waits for all.
    bool say(const QString& text) const
    {
        send(text);
        const auto hasAnswer = [this] {
            const int last = session().messageCount() - 1;
            return last > 0 && !session().loadedMessage(last)->text.isEmpty();
        };
        const bool isAnswered = QTest::qWaitFor(hasAnswer, 30'000);
        session().stop();
        return isAnswered && QTest::qWaitFor([this] { return !session().isRunning(); }, 30'000);
    }
};

}
