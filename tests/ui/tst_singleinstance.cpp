#include "app/singleinstance.h"

#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>

#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using Claim = SingleInstance::Claim;

namespace {

constexpr int PatienceMs = 30'000; // longer than any claim takes

const Handover Wishes {.recording = u"/tmp/ä \"b\".sluice"_s,
    .endpoint = u"http://127.0.0.1:8080/v1"_s,
    .activation = {.xdgToken = "token", .startupId = "sluice-1_TIME17"}};

struct Places
{
    QTemporaryDir data;
    QTemporaryDir runtime;

    QString socket() const
    {
        QFile file(data.filePath(u"instance"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    std::unique_ptr<SingleInstance> make() const { return std::make_unique<SingleInstance>(data.path(), runtime.path()); }
};

/// A later start: in a thread of its own, since it blocks.
struct LaterStart
{
    std::atomic<int> claim = -1;
    std::unique_ptr<QThread> thread;

    LaterStart(const Places& places, const Handover& wishes, Millis patience = Millis(10000))
        : thread(QThread::create([this, data = places.data.path(), runtime = places.runtime.path(), wishes, patience] {
            SingleInstance instance(data, runtime);
            claim = int(instance.claim(wishes, patience));
        }))
    {
        thread->start();
    }
    ~LaterStart() { thread->wait(); }
};

}

class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLaterStartHandsOverWhatItWasAskedFor()
    {
        const Places places;
        const auto first = places.make();
        QList<Handover> got;
        connect(first.get(), &SingleInstance::handedOver, this, [&got](const Handover& handover) { got.append(handover); });
        QCOMPARE(first->claim({}), Claim::First);

        const LaterStart later(places, Wishes);

        QTRY_COMPARE_WITH_TIMEOUT(later.claim.load(), int(Claim::HandedOver), PatienceMs);
        QCOMPARE(got, QList {Wishes});
    }

    void anotherDataDirectoryIsAnotherInstance()
    {
        const Places places;
        const Places others;
        const auto first = places.make();
        SingleInstance second(others.data.path(), places.runtime.path());

        QCOMPARE(first->claim({}), Claim::First);
        QCOMPARE(second.claim({}), Claim::First);
    }

    void theSameDirectoryUnderAnotherNameIsTheSameInstance()
    {
        const Places places;
        const QString alias = places.runtime.filePath(u"alias"_s);
        QVERIFY(QFile::link(places.data.path(), alias));
        const auto first = places.make();
        QCOMPARE(first->claim({}), Claim::First);
        std::atomic<int> claim = -1;

        const std::unique_ptr<QThread> thread(QThread::create([&] {
            SingleInstance instance(alias, places.runtime.path());
            claim = int(instance.claim({}));
        }));
        thread->start();

        QTRY_COMPARE_WITH_TIMEOUT(claim.load(), int(Claim::HandedOver), PatienceMs);
        thread->wait();
    }

    void aSocketThatNobodyListensToIsTakenOver()
    {
        const Places places;
        auto dead = places.make();
        QCOMPARE(dead->claim({}), Claim::First);
        const QByteArray name = QFile::encodeName(places.socket());
        dead.reset();
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address {.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(address.sun_path, name.constData(), sizeof address.sun_path - 1);
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(socket);
        QVERIFY(QFileInfo::exists(QFile::decodeName(name)));

        const auto next = places.make();
        QCOMPARE(next->claim({}), Claim::First);
        const LaterStart later(places, Wishes);

        QTRY_COMPARE_WITH_TIMEOUT(later.claim.load(), int(Claim::HandedOver), PatienceMs);
    }

    void aStartThatMeetsTheEndOfTheFirstBecomesTheFirst()
    {
        const Places places;
        auto first = places.make();
        QCOMPARE(first->claim({}), Claim::First);
        const LaterStart later(places, Wishes); // connects, but no event loop takes that

        QThread::msleep(100);
        first.reset();

        QTRY_COMPARE_WITH_TIMEOUT(later.claim.load(), int(Claim::First), PatienceMs);
    }

    void ofManyAtOnceExactlyOneIsTheFirst()
    {
        constexpr int Many = 8;
        const Places places;
        std::atomic<int> firsts = 0;
        std::atomic<int> handedOver = 0;
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < Many; ++i) {
            threads.emplace_back(QThread::create([&] {
                SingleInstance instance(places.data.path(), places.runtime.path());
                const Claim claim = instance.claim(Wishes);
                (claim == Claim::First ? firsts : handedOver) += claim == Claim::Alone ? 100 : 1;
                if (claim == Claim::First) {
                    QEventLoop loop;
                    int taken = 0;
                    connect(&instance, &SingleInstance::handedOver, &loop, [&] {
                        if (++taken == Many - 1)
                            loop.quit();
                    });
                    loop.exec();
                }
            }));
        }
        for (const auto& thread : threads)
            thread->start();
        for (const auto& thread : threads)
            QVERIFY(thread->wait(PatienceMs));

        QCOMPARE(firsts.load(), 1);
        QCOMPARE(handedOver.load(), Many - 1);
    }

    void whoeverHoldsTheLockAndDoesNotAnswerLeavesTheNextAlone()
    {
        const Places places;
        QFile file(places.data.filePath(u"instance"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QCOMPARE(::flock(file.handle(), LOCK_EX | LOCK_NB), 0);

        QCOMPARE(places.make()->claim({}, Millis(150)), Claim::Alone);
    }

    void aFolderThatCannotBeWrittenToIsNoObstacle()
    {
        SingleInstance instance(u"/proc/1/nothing"_s, QDir::tempPath());

        QCOMPARE(instance.claim({}), Claim::Alone);
    }

    void onlyTheUserMayConnect()
    {
        const Places places;
        const auto first = places.make();
        QCOMPARE(first->claim({}), Claim::First);

        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(places.socket()).permissions() & others, QFile::Permissions());
        QVERIFY(places.socket().startsWith(places.runtime.path()));
    }

    void whatIsNoHandoverIsDropped_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("not JSON") << "hello\n"_ba;
        QTest::newRow("another JSON") << "[1, 2]\n"_ba;
        QTest::newRow("no version") << "{\"recording\": \"/tmp/a\"}\n"_ba;
        QTest::newRow("no end") << QByteArray(Handover::MaxBytes + 10, 'x');
    }

    void whatIsNoHandoverIsDropped()
    {
        QFETCH(const QByteArray, bytes);
        const Places places;
        const auto first = places.make();
        QCOMPARE(first->claim({}), Claim::First);
        QSignalSpy handedOver(first.get(), &SingleInstance::handedOver);
        QLocalSocket socket;
        QSignalSpy gone(&socket, &QLocalSocket::disconnected);

        socket.connectToServer(places.socket());
        socket.write(bytes);

        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, PatienceMs);
        QCOMPARE(handedOver.size(), 0);
        QVERIFY(socket.readAll().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
