// Streams made-up answers into a history until it is killed, and says on standard output what it has handed to the store and
// when:
//   p ID          message ID was put (streaming, empty)
//   g ID N T      piece N of message ID was handed over at T (microseconds of the monotonic clock)
//   e ID N        message ID was put whole, with N pieces
// Arguments: the data directory, the conversation, the first id.

#include "core/store/historystore.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <string>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr int PiecesOfAnAnswer = 40;

void say(const QByteArray& line)
{
    // At once and whole: what is in a buffer dies with the process.
    (void)!::write(STDOUT_FILENO, line.constData(), std::size_t(line.size()));
}

qint64 now()
{
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Writer
{
public:
    Writer(HistoryStore& store, const QString& conversation, int first)
        : m_sink(store.sink(conversation))
        , m_id(first)
    { }

    void step()
    {
        if (m_pieces == 0) {
            m_sink->put(m_id, m_id - 1, message({}, MessageState::Streaming));
            say("p " + QByteArray::number(m_id) + '\n');
        }
        const QString piece = u"[%1:%2]"_s.arg(m_id).arg(m_pieces);
        m_text += piece;
        const qint64 time = now();
        m_sink->grow(m_id, piece, {});
        say("g " + QByteArray::number(m_id) + ' ' + QByteArray::number(m_pieces) + ' ' + QByteArray::number(time) + '\n');
        if (++m_pieces < PiecesOfAnAnswer)
            return;
        m_sink->put(m_id, m_id - 1, message(m_text, MessageState::Complete));
        say("e " + QByteArray::number(m_id) + ' ' + QByteArray::number(m_pieces) + '\n');
        ++m_id;
        m_pieces = 0;
        m_text.clear();
    }

private:
    static Message message(const QString& text, MessageState state)
    {
        Message result;
        result.role = Role::Assistant;
        result.text = text;
        result.state = state;
        return result;
    }

    const std::unique_ptr<MessageSink> m_sink;
    int m_id;
    int m_pieces = 0;
    QString m_text;
};

}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() != 4)
        return 2;
    HistoryStore store(arguments[1]);
    Writer writer(store, arguments[2], arguments[3].toInt());
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&writer] { writer.step(); });
    QObject::connect(&store, &HistoryStore::opened, &timer, [&timer](const HistoryOpening& opening) {
        say(opening.damage ? "d\n" : "o\n");
        timer.start(2);
    });
    return application.exec();
}
