#include "tests/bench/windowrun.h"

#include "core/engine/chatengine.h"
#include "core/engine/chatsession.h"
#include "core/engine/settings.h"
#include "core/store/keyring.h"
#include "tests/bench/benchprovider.h"
#include "tests/bench/conversationsource.h"
#include "tests/bench/cputime.h"
#include "tests/bench/keypresser.h"
#include "tests/bench/windowprobe.h"
#include "ui/appearance.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/conversations.h"
#include "ui/mainwindow.h"

#include <QCoreApplication>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>

#include <functional>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr int ScrollIntervalMs = 16;
constexpr int ScrollSteps = 300; ///< of 120 px, up; then down again

/// The program, put together as app/sluice.cpp does it.
struct Program
{
    QTemporaryDir directory;
    Settings settings {directory.path()};
    Keyring keyring;
    ChatEngine engine;
    Conversations conversations {engine};
    Appearance appearance {settings};
    std::unique_ptr<ChatSession> session; ///< the one that is opened
    std::unique_ptr<MainWindow> window;
    ChatPane* pane = nullptr;

    explicit Program(const WindowOptions& options)
    {
        settings.addTransientEndpoint({.id = u"bench"_s,
            .name = u"bench"_s,
            .provider = BenchProviderName,
            .baseUrl = options.url,
            .model = options.model});
        settings.setSelectedEndpoint(u"bench"_s);
        StrategyOptions strategy = settings.strategy();
        strategy.name = options.strategy;
        settings.setStrategy(strategy);
        ScreenPace pace = settings.screenPace();
        pace.repaintInterval = options.repaintInterval;
        settings.setScreenPace(pace);
        window = std::make_unique<MainWindow>(
            WindowServices {.engine = engine, .settings = settings, .keyring = keyring, .conversations = conversations});
        window->resize(options.size);
        appearance.dress();
        window->show();
        window->activateWindow();
        pane = window->findChild<ChatPane*>();
    }
};

class Run
{
public:
    explicit Run(const WindowOptions& options)
        : m_options(options)
        , m_program(options)
        , m_view(*m_program.window->findChild<ChatView*>())
        , m_probe(m_view, *m_program.pane->composer()->editor())
    { }

    std::expected<QJsonObject, QString> go()
    {
        QTimer::singleShot(m_options.timeoutS * 1000, &m_context, [this] { m_isTimedOut = true; });
        pause(500); // the start of the program is another benchmark's business
        if (auto opened = open(); !opened)
            return std::unexpected(opened.error());
        m_figures.insert(u"pss_open_mb"_s, rounded(memoryMb("Pss")));
        if (m_options.asks) {
            if (auto asked = ask(); !asked)
                return std::unexpected(asked.error());
        }
        if (m_options.scroll == ScrollPhase::After)
            scroll();
        if (m_isTimedOut)
            return std::unexpected(u"no end within %1 s"_s.arg(m_options.timeoutS));
        m_probe.putScrollFigures(m_figures);
        m_figures.insert(u"rss_mb"_s, rounded(memoryMb("Rss")));
        m_figures.insert(u"pss_mb"_s, rounded(memoryMb("Pss")));
        return m_figures;
    }

private:
    bool waitFor(const std::function<bool()>& condition)
    {
        while (!condition() && !m_isTimedOut)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return !m_isTimedOut;
    }

    void pause(int ms)
    {
        bool isOver = false;
        QTimer::singleShot(ms, &m_context, [&isOver] { isOver = true; });
        waitFor([&isOver] { return isOver; });
    }

    std::expected<void, QString> open()
    {
        m_figures.insert(u"messages"_s, 0);
        if (m_options.messages == 0 && m_options.conversationFile.isEmpty()) {
            m_figures.insert(u"open_ms"_s, QJsonValue::Null);
            return {};
        }
        std::expected<std::unique_ptr<MessageSource>, QString> source = madeUpConversation(m_options.messages);
        if (!m_options.conversationFile.isEmpty())
            source = conversationFromFile(m_options.conversationFile);
        if (!source)
            return std::unexpected(source.error());
        m_figures.insert(u"messages"_s, (*source)->count());
        m_program.session = std::make_unique<ChatSession>(m_program.engine, u"bench"_s, std::move(*source));
        pause(200);

        const int painted = m_probe.paints();
        const qint64 start = monotonicUs();
        m_program.pane->showSession(m_program.session.get());
        waitFor([&] { return m_probe.paints() > painted; });
        m_figures.insert(u"open_ms"_s, rounded(double(monotonicUs() - start) / 1000));
        pause(200);
        return {};
    }

    std::expected<void, QString> ask()
    {
        Composer* composer = m_program.pane->composer();
        composer->setText(m_options.prompt);
        pause(50);
        (void)takeArrivals();
        m_probe.begin();
        const double cpu = processCpuS();
        const qint64 start = monotonicUs();
        Q_EMIT composer->sendRequested(m_options.prompt);
        {
            const std::unique_ptr<KeyPresser> keys = m_options.keys ? std::make_unique<KeyPresser>(*composer->editor()) : nullptr;
            m_probe.watchKeys(keys.get());
            if (m_options.scroll == ScrollPhase::During) {
                waitFor([this] { return m_probe.isStreaming(); });
                scroll();
            }
            waitFor([this] { return m_probe.isAnswerPainted(); });
            m_probe.watchKeys(nullptr);
        }
        const double wallS = double(monotonicUs() - start) / 1e6;
        m_probe.end();
        m_figures.insert(u"cpu_s"_s, rounded(processCpuS() - cpu));
        if (m_isTimedOut)
            return {};
        if (const QString failure = m_probe.failure(); !failure.isEmpty())
            return std::unexpected(failure);
        m_figures.insert(u"wall_s"_s, rounded(wallS));
        m_figures.insert(u"eff_tok_s"_s, rounded(double(m_probe.deltas()) / std::max(0.001, wallS)));
        m_probe.putFigures(m_figures);
        return {};
    }

    void scroll()
    {
        QScrollBar& bar = *m_view.verticalScrollBar();
        m_probe.setScrolling(true);
        for (int i = 0; i < ScrollSteps && bar.value() > 0 && !m_isTimedOut; ++i)
            step(1);
        for (int i = 0; i < 2 * ScrollSteps && bar.value() < bar.maximum() && !m_isTimedOut; ++i)
            step(-1);
        m_probe.setScrolling(false);
    }

    void step(int notches)
    {
        const QPointF at = QRectF(m_view.viewport()->rect()).center();
        QCoreApplication::postEvent(m_view.viewport(),
            new QWheelEvent(at, m_view.viewport()->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, Qt::NoModifier,
                Qt::NoScrollPhase, false));
        pause(ScrollIntervalMs);
    }

    const WindowOptions m_options;
    QObject m_context;
    Program m_program;
    ChatView& m_view;
    WindowProbe m_probe;
    QJsonObject m_figures;
    bool m_isTimedOut = false;
};

}

std::expected<QJsonObject, QString> runWindow(const WindowOptions& options)
{
    return Run(options).go();
}

}
