#include "core/faults/faultproxy.h"
#include "core/gateway/gatewayserver.h"
#include "tests/support/llamaserver.h"
#include "tests/support/responsesserver.h"
#include "tests/support/streamprobe.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <mutex>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

/// Where the answers to one stream's requests are cut, one after the other; the ones that follow pass.
using Cuts = QList<qint64>;

/// The text deltas of tests/data/everycut.
QStringList recordedDeltas()
{
    QFile file(QStringLiteral(SLUICE_TEST_DATA "/everycut/deltas.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList deltas;
    const QJsonArray all = QJsonDocument::fromJson(file.readAll()).array();
    for (const QJsonValue& delta : all)
        deltas.append(delta.toString());
    return deltas;
}

/// What the streams of a run came to.
struct Outcome
{
    qsizetype streams = 0;
    qsizetype reconnects = 0;
    qint64 milliseconds = 0;
    QStringList wrong; ///< what was not as it should be; the first few
};

/// Asks the same question many times over, several at once, through a proxy that cuts each stream where its plan says. A stream
/// is told from others by its base path, /s<number>, which the proxy takes off.
class CutRun
{
public:
    CutRun(quint16 originPort, QString provider, QString basePath, QByteArray query = {})
        : m_provider(std::move(provider))
        , m_basePath(std::move(basePath))
        , m_query(std::move(query))
        , m_proxy({.originPort = originPort, .logEntries = 1}, [this](ProxiedRequest& request) { return choose(request); })
        , m_port(m_proxy.start().value_or(0))
    { }

    /// Runs a stream for each plan; all must complete with \a text (any, when it is null) within \a patience.
    Outcome run(const std::vector<Cuts>& plans, const QString& text, Millis patience);

    QString text() const { return m_lastText; } ///< of the stream that ended last
    qint64 bodyBytes() const { return m_proxy.log().back().bodyBytes; } ///< of the request that came last

private:
    Fault choose(ProxiedRequest& request);
    void startNext();
    void check(std::size_t number, const StreamProbe& probe);

    const QString m_provider;
    const QString m_basePath;
    const QByteArray m_query;
    std::mutex m_mutex;
    std::vector<Cuts> m_plans; // guarded by m_mutex; what is left of each
    std::vector<Cuts> m_given;
    QString m_text;
    QString m_lastText;
    Outcome m_outcome;
    std::size_t m_next = 0;
    ChatEngine m_engine;
    std::map<std::size_t, std::unique_ptr<StreamProbe>> m_running;
    FaultProxy m_proxy;
    const quint16 m_port;
};

Fault CutRun::choose(ProxiedRequest& request)
{
    const qsizetype end = request.target.indexOf('/', 1);
    const auto number = std::size_t(request.target.sliced(2, end - 2).toULongLong());
    request.target.remove(0, end);
    if (request.method == "POST")
        request.target += m_query;
    Fault fault;
    const std::lock_guard lock(m_mutex);
    if (!m_plans.at(number).isEmpty())
        fault.stop =
            FaultStop {.way = number % 2 == 0 ? FaultStop::Way::Fin : FaultStop::Way::Rst, .after = m_plans[number].takeFirst()};
    return fault;
}

void CutRun::startNext()
{
    const std::size_t number = m_next++;
    QUrl url(u"http://127.0.0.1:%1/s%2%3"_s.arg(m_port).arg(number).arg(m_basePath));
    StreamRequest request = askAt(url, m_provider);
    request.chat.messages[0].text = u"您好"_s;
    request.retry = {.maxAttempts = 20, .base = Millis(0)};
    auto probe = std::make_unique<StreamProbe>(m_engine.start(request));
    QObject::connect(
        probe->handle.get(), &StreamHandle::ended, probe->handle.get(),
        [this, number] {
            check(number, *m_running.at(number));
            m_running.erase(number);
            if (m_next < m_given.size())
                startNext();
        },
        Qt::QueuedConnection); // it is destroyed in there
    m_running.emplace(number, std::move(probe));
}

void CutRun::check(std::size_t number, const StreamProbe& probe)
{
    constexpr qsizetype Most = 5;
    ++m_outcome.streams;
    m_outcome.reconnects += probe.handle->figures().reconnects;
    m_lastText = probe.text;
    const QString error = probe.error() ? probe.error()->message : QString();
    const bool isRight = error.isEmpty() && (m_text.isNull() || probe.text == m_text) && probe.brokenRules.isEmpty();
    if (isRight || m_outcome.wrong.size() >= Most)
        return;
    QStringList cuts;
    for (const qint64 cut : m_given[number])
        cuts.append(QString::number(cut));
    m_outcome.wrong.append(u"cut at %1: %2 of %3 characters; %4 %5"_s.arg(cuts.join(u','))
            .arg(probe.text.size())
            .arg(m_text.size())
            .arg(error, probe.brokenRules.join(u';')));
}

Outcome CutRun::run(const std::vector<Cuts>& plans, const QString& text, Millis patience)
{
    constexpr std::size_t AtOnce = 24;
    {
        const std::lock_guard lock(m_mutex);
        m_plans = plans;
    }
    m_given = plans;
    m_text = text;
    m_outcome = {};
    m_next = 0;
    QElapsedTimer timer;
    timer.start();
    while (m_next < std::min(AtOnce, plans.size()))
        startNext();
    const bool all = QTest::qWaitFor([this] { return m_running.empty(); }, int(patience.count()));
    m_running.clear();
    m_outcome.milliseconds = timer.elapsed();
    if (!all)
        m_outcome.wrong.append(u"only %1 of %2 streams ended in time"_s.arg(m_outcome.streams).arg(plans.size()));
    return m_outcome;
}

/// Where to cut. A sanitizer makes a stream four times as dear, and looks for other things.
struct CutDensity
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    qint64 whole = 0;
    qint64 edge = 300;
    qint64 stride = 29;
#else
    qint64 whole = 10000; ///< a body up to this size is cut at every byte
    qint64 edge = 600; ///< so are the beginning and the end of a longer one
    qint64 stride = 13; ///< between two cuts in its middle; events differ in length, so every place in one has its turn
#endif
};

/// One cut at each byte of a body, or at many of them unless SLUICE_EVERY_CUT is set, which takes minutes.
std::vector<Cuts> singleCuts(qint64 bodyBytes)
{
    const CutDensity density;
    const bool everywhere = bodyBytes <= density.whole || qEnvironmentVariableIsSet("SLUICE_EVERY_CUT");
    std::vector<Cuts> plans;
    for (qint64 at = 0; at <= bodyBytes; ++at) {
        if (everywhere || at < density.edge || at > bodyBytes - density.edge || at % density.stride == 0)
            plans.push_back({at});
    }
    return plans;
}

/// Ten cuts in one answer, spread over its \a bodyBytes.
std::vector<Cuts> tenCuts(qint64 bodyBytes, int answers)
{
    QRandomGenerator random(11);
    std::vector<Cuts> plans;
    for (int i = 0; i < answers; ++i) {
        Cuts cuts;
        for (int cut = 0; cut < 10; ++cut)
            cuts.append(random.bounded(qint64(1), bodyBytes / 10));
        plans.push_back(cuts);
    }
    return plans;
}

}

/// An answer that is cut at any byte comes out as if nothing had happened, by each means of replay.
class TestEveryCut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGatewayByLastEventId();
    void llamaCppByByteOffset();
    void responsesBySequenceNumber();

private:
    static void cutEverywhere(CutRun& run, const QString& text);
};

void TestEveryCut::cutEverywhere(CutRun& run, const QString& text)
{
    const auto isRight = [](const char* what, const Outcome& outcome) {
        qInfo("%s: %lld streams, %lld reconnects, %lld ms", what, qlonglong(outcome.streams), qlonglong(outcome.reconnects),
            qlonglong(outcome.milliseconds));
        return outcome.wrong.isEmpty();
    };
    constexpr Millis Patience {900000};
    constexpr int TenCutAnswers = 200;

    Outcome outcome = run.run({{}}, text, Patience);
    QVERIFY2(isRight("undisturbed", outcome), qPrintable(outcome.wrong.join(u'\n')));
    const QString whole = run.text();
    const qint64 bytes = run.bodyBytes();
    QVERIFY(whole.size() > 300 && bytes > whole.size());

    const std::vector<Cuts> single = singleCuts(bytes);
    outcome = run.run(single, whole, Patience);
    QVERIFY2(isRight("one cut", outcome), qPrintable(outcome.wrong.join(u'\n')));
    // A cut behind the provider's last word disturbs nobody; any other is one reconnection. A few more come from kept connections
    // that were reset before the next request was on them.
    const auto cuts = qsizetype(single.size());
    QVERIFY(outcome.reconnects > cuts * 9 / 10 && outcome.reconnects < cuts + cuts / 100 + 5);

    outcome = run.run(tenCuts(bytes, TenCutAnswers), whole, Patience);
    QVERIFY2(isRight("ten cuts", outcome), qPrintable(outcome.wrong.join(u'\n')));
    QVERIFY(outcome.reconnects > TenCutAnswers * 5);
}

void TestEveryCut::theGatewayByLastEventId()
{
    GatewayOptions options;
    options.logAge = Millis(20000); // a thread may stand still between two attempts
    options.logTotalBytes = 512 * 1024 * 1024; // all that ended in that time
    GatewayServer gateway(options);
    CutRun run(gateway.start().value_or(0), u"sluice"_s, QString(), "?demo_rate=0&demo_deltas=299");
    cutEverywhere(run, QString());
}

void TestEveryCut::llamaCppByByteOffset()
{
    const QStringList deltas = recordedDeltas();
    LlamaServer server({.deltas = deltas});
    CutRun run(server.port(), u"openai"_s, u"/v1"_s);
    cutEverywhere(run, deltas.join(QString()));
}

void TestEveryCut::responsesBySequenceNumber()
{
    const QStringList deltas = recordedDeltas();
    ResponsesServer server({.deltas = deltas});
    CutRun run(server.port(), u"responses"_s, u"/v1"_s);
    cutEverywhere(run, deltas.join(QString()));
}

QTEST_GUILESS_MAIN(TestEveryCut)
#include "tst_everycut.moc"
