// A port and those who come in by it, on an event loop that the test turns by hand.
#include "core/sockets/acceptloop.h"

#include <QString>
#include <QTest>

#include <boost/asio/io_context.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds Patience {30};
constexpr std::chrono::milliseconds Quiet {50}; // in which what is to come would have come: nothing of it needs a timer

struct OpenDoor
{
    asio::io_context loop;
    AcceptLoop door {loop};
    std::vector<tcp::socket> taken;
    std::vector<tcp::socket> clients;
    std::size_t most = 100; ///< held then

    OpenDoor() { listen(); }
    ~OpenDoor()
    {
        door.stop();
        loop.restart();
        loop.poll();
    }

    void listen()
    {
        const error_code error = door.listen({asio::ip::address_v4::loopback(), 0});
        QVERIFY2(!error, error.message().c_str());
    }
    void start()
    {
        door.start([this](tcp::socket socket) {
            taken.push_back(std::move(socket));
            if (taken.size() >= most)
                door.hold();
        });
    }
    /// The kernel answers, whether the door is open or not.
    void come(int count)
    {
        for (int i = 0; i < count; ++i) {
            clients.emplace_back(loop);
            clients.back().connect({asio::ip::address_v4::loopback(), door.port()});
        }
    }
    bool turnUntil(std::size_t count)
    {
        const auto end = std::chrono::steady_clock::now() + Patience;
        loop.restart();
        while (taken.size() < count && std::chrono::steady_clock::now() < end)
            loop.run_one_for(Quiet);
        return taken.size() == count;
    }
    void turn()
    {
        loop.restart();
        loop.run_for(Quiet);
    }
};

/// No file descriptor is left while it lives.
struct Exhaustion
{
    std::vector<int> held;

    Exhaustion()
    {
        for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::dup(held.front()))
            held.push_back(fd);
    }
    ~Exhaustion()
    {
        for (const int fd : held)
            ::close(fd);
    }
};

}

class TestAcceptLoop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyoneComesInAndNoChildGetsThem()
    {
        OpenDoor open;
        open.start();
        open.come(20);

        QVERIFY(open.turnUntil(20));

        for (tcp::socket& socket : open.taken)
            QVERIFY((::fcntl(socket.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    }

    void whoComesWhileItIsHeldWaits()
    {
        OpenDoor open;
        open.most = 2;
        open.start();
        open.come(4);
        QVERIFY(open.turnUntil(2));
        open.turn();
        QCOMPARE(open.taken.size(), std::size_t(2));

        open.most = 100;
        open.door.resume();

        QVERIFY(open.turnUntil(4));
    }

    void toResumeWhatIsNotHeldDoesNothing()
    {
        OpenDoor open;
        open.start();
        open.door.resume();
        open.come(1);
        QVERIFY(open.turnUntil(1));
    }

    void aDelayIsAskedForOncePerConnection()
    {
        OpenDoor open;
        int asked = 0;
        open.door.setDelay([&asked] { return Millis(++asked == 1 ? 20 : 0); });
        open.start();
        const auto begin = std::chrono::steady_clock::now();
        open.come(3);

        QVERIFY(open.turnUntil(3));

        QVERIFY(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(20));
        QCOMPARE(asked, 3);
    }

    void whenNoDescriptorIsLeftItTriesAgain()
    {
        OpenDoor open;
        open.start();
        open.come(2);
        QTest::ignoreMessage(QtWarningMsg, "accept: Too many open files");
        {
            const Exhaustion exhaustion;
            open.turn();
            QVERIFY(open.taken.empty());
        }

        QVERIFY(open.turnUntil(2));
    }

    void nobodyComesInOnceItIsStoppedAndItCanListenAnew()
    {
        OpenDoor open;
        open.start();
        open.come(1); // is let in, or not: nothing has turned yet
        open.door.stop();
        QVERIFY(!open.door.isListening());
        open.turn();
        QVERIFY(open.taken.empty());

        open.listen();
        open.start();
        open.come(3);

        QVERIFY(open.turnUntil(3));
    }
};

QTEST_GUILESS_MAIN(TestAcceptLoop)
#include "tst_acceptloop.moc"
