#include "tests/support/windowfixture.h"
#include "ui/firstpaint.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr auto Never = 1h; // of patience
constexpr int PatienceMs = 30'000;

class PaintedWidget final : public QWidget
{
public:
    int paints = 0;

protected:
    void paintEvent(QPaintEvent*) override { ++paints; }
};

}

class TestFirstPaint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workWaitsForTheFirstPaint()
    {
        PaintedWidget window;
        QList<int> paintsAtWork;
        afterFirstPaint(&window, [&] { paintsAtWork.append(window.paints); }, Never);

        window.show();

        QTRY_COMPARE(paintsAtWork, QList<int> {1});
    }

    void itIsDoneOnce()
    {
        PaintedWidget window;
        int done = 0;
        afterFirstPaint(&window, [&] { ++done; }, Never);
        window.show();
        QTRY_COMPARE(done, 1);

        const int before = window.paints;
        window.repaint();
        QTRY_VERIFY(window.paints > before);

        QCOMPARE(done, 1);
    }

    void aWindowThatIsNotPaintedIsNotWaitedForForever()
    {
        QWidget hidden;
        bool isDone = false;

        afterFirstPaint(&hidden, [&] { isDone = true; }, 1ms);

        QTRY_VERIFY(isDone);
    }

    void aWindowThatHasGoneTakesItsWorkAlong()
    {
        auto gone = std::make_unique<QWidget>();
        const auto held = std::make_shared<bool>(true);
        afterFirstPaint(gone.get(), [held] { QFAIL("nobody is there any more"); }, 1ms);

        gone.reset();

        QCOMPARE(held.use_count(), 1);
    }

    void aHeldChoiceAsksForModelsWhenItIsReleased()
    {
        GatewayServer gateway;
        const Result<quint16> port = gateway.start();
        QVERIFY(port);
        const QTemporaryDir directory;
        Settings settings(directory.path());
        settings.addTransientEndpoint(WindowFixture::endpointAt(u"one"_s, *port));
        Keyring keyring;
        ChatEngine engine;
        EndpointChoice held(engine, settings, keyring);
        held.hold();
        bool isKeyKnown = false;
        held.withTarget(this, [&](const SessionTarget&) { isKeyKnown = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isKeyKnown, PatienceMs);
        const EndpointChoice other(engine, settings, keyring); // asks behind it, and has its answer
        QTRY_COMPARE_WITH_TIMEOUT(other.models(), QStringList {u"demo"_s}, PatienceMs);
        QCOMPARE(held.models(), QStringList());

        held.release();

        QTRY_COMPARE_WITH_TIMEOUT(held.models(), QStringList {u"demo"_s}, PatienceMs);
    }
};

QTEST_MAIN(TestFirstPaint)
#include "tst_firstpaint.moc"
