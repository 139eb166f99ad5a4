#include "core/engine/queuedhandle.h"
#include "tests/support/flowhelpers.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr Millis Never {3'600'000};

}

class TestQueuedHandle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFrameThatWaitsComesSoonerWhenTheIntervalGetsShorter()
    {
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Never, {});
        QSignalSpy frames(&handle, &StreamHandle::frame);
        link->queue.push(flushOf({text(u"one"_s)}));
        handle.wake({});
        QCOMPARE(frames.count(), 1);
        link->queue.push(flushOf({text(u"two"_s)}));
        handle.wake({});
        QCoreApplication::processEvents();
        QCOMPARE(frames.count(), 1);

        handle.setFrameInterval(Millis(1));

        QCOMPARE(frames.count(), 1); // not inside the call
        QTRY_COMPARE(frames.count(), 2);
        QCOMPARE(frames.at(1).at(0).value<FrameBatch>().text, u"two"_s);
    }

    void aLongerIntervalHoldsTheNextFrame()
    {
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Millis(0), {});
        QSignalSpy frames(&handle, &StreamHandle::frame);
        link->queue.push(flushOf({text(u"one"_s)}));
        handle.wake({});

        handle.setFrameInterval(Never);
        link->queue.push(flushOf({text(u"two"_s)}));
        handle.wake({});
        QCoreApplication::processEvents();

        QCOMPARE(frames.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestQueuedHandle)

#include "tst_queuedhandle.moc"
