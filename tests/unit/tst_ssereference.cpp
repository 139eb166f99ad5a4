#include "core/wire/ssewriter.h"
#include "tests/support/ssesplits.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr qsizetype Limit = 1024 * 1024;
constexpr int Documents = 10'000;

/// Keeps a byte order mark, which QString would take as none of the text.
QString fromUtf8(const QByteArray& valid)
{
    return QString::fromUtf8('x' + valid).sliced(1);
}

/// UTF-8 decoding as one regular expression over bytes: what is well formed, else a maximal part of it, else any byte.
QString decoded(const QByteArray& bytes)
{
    static const QRegularExpression part(
        u"([\\x00-\\x7f]|[\\xc2-\\xdf][\\x80-\\xbf]|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]"
        "|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]"
        "|\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})"
        "|\\xe0[\\xa0-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]|\\xed[\\x80-\\x9f]"
        "|\\xf0[\\x90-\\xbf][\\x80-\\xbf]?|[\\xf1-\\xf3][\\x80-\\xbf]{1,2}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]?|."_s,
        QRegularExpression::DotMatchesEverythingOption);
    QString text;
    auto matches = part.globalMatch(QString::fromLatin1(bytes));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        text += match.hasCaptured(1) ? fromUtf8(match.captured(1).toLatin1()) : QString(QChar::ReplacementCharacter);
    }
    return text;
}

/// The standard's processing model over a whole stream, word for word and without any care for speed.
QList<SseEvent> referenceEvents(const QByteArray& stream)
{
    static const QRegularExpression lineEnd(u"\\r\\n|\\n|\\r"_s);
    QString text = decoded(stream);
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    QStringList lines = text.split(lineEnd);
    lines.removeLast(); // what has no line end is never a line

    QList<SseEvent> events;
    QString data;
    QString type;
    QString id;
    QString error;
    for (const QString& line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(u':');
        const QString name = colon < 0 ? line : line.left(colon);
        QString value = colon < 0 ? QString() : line.mid(colon + 1);
        if (value.startsWith(u' '))
            value.remove(0, 1);
        if (line.isEmpty()) {
            const bool isEvent = !data.isEmpty();
            data.chop(1);
            if (isEvent || !error.isEmpty())
                events.append({type.isEmpty() ? "message"_ba : type.toUtf8(), data.toUtf8(), id.toUtf8(), error.toUtf8()});
            data.clear();
            type.clear();
            error.clear();
        } else if (name == u"data") {
            data += value + u'\n';
        } else if (name == u"event") {
            type = value;
        } else if (name == u"id" && !value.contains(QChar(u'\0'))) {
            id = value;
        } else if (name == u"error") {
            error = value;
        }
    }
    return events;
}

const QByteArrayList Starts {"data"_ba, "data:"_ba, "data: "_ba, "data:  "_ba, "data: "_ba, "event:"_ba, "event: "_ba, "event"_ba,
    "id"_ba, "id: "_ba, "id:"_ba, "retry: 5"_ba, "error: "_ba, "error"_ba, "foo: "_ba, ":"_ba, ": "_ba, " "_ba, ""_ba,
    "\xEF\xBB\xBF"_ba,
    "\xEF\xBB\xBF"
    "data: "_ba,
    "\0"_ba};
const QByteArrayList Texts {""_ba, ""_ba, " "_ba, "1"_ba, "x"_ba, ":"_ba, "data:"_ba, "text of more than sixteen bytes"_ba,
    "\0"_ba, "\xEF\xBB\xBF"_ba, "\xEF\xBB"_ba, "\xE4\xBD\xA0"_ba, "\xE4\xBD"_ba, "\x80"_ba, "\xF0\x9F\x98\x80"_ba, "\xF0\x9F"_ba,
    "\xED\xA0\x80"_ba, "\xF4\x90\x80\x80"_ba, "\xFF"_ba};
const QByteArrayList Ends {"\n"_ba, "\n"_ba, "\r"_ba, "\r\n"_ba, "\n\n"_ba, "\n\n"_ba, "\r\r"_ba, "\r\n\r\n"_ba, "\n\r"_ba,
    "\r\n\n"_ba, "\n\r\n"_ba, ""_ba};

const QByteArray& oneOf(const QByteArrayList& words, QRandomGenerator& random)
{
    return words[random.bounded(words.size())];
}

QByteArray randomDocument(QRandomGenerator& random)
{
    QByteArray document;
    for (int lines = random.bounded(1, 12); lines > 0; --lines) {
        document += oneOf(Starts, random);
        for (int texts = random.bounded(3); texts > 0; --texts)
            document += oneOf(Texts, random);
        document += oneOf(Ends, random);
    }
    return document;
}

QList<qsizetype> randomCuts(QRandomGenerator& random, qsizetype size)
{
    QList<qsizetype> cuts(random.bounded(0, 6));
    std::generate(cuts.begin(), cuts.end(), [&] { return qsizetype(random.bounded(int(size) + 1)); });
    std::sort(cuts.begin(), cuts.end());
    return cuts;
}

QList<SseEvent> eventsOf(const SseRun& run)
{
    QList<SseEvent> events;
    for (const SeenEvent& seen : run.events)
        events.append(seen.event);
    return events;
}

}

/// The parser against a second one that was written to be plain, and against the writer.
class TestSseReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomDocumentsGiveTheEventsOfTheReference()
    {
        QRandomGenerator random(20250101);
        int events = 0;
        for (int i = 0; i < Documents; ++i) {
            const QByteArray document = randomDocument(random);
            const SseRun bytewise = runByteByByte(document, Limit);

            QVERIFY2(eventsOf(bytewise) == referenceEvents(document), document.toPercentEncoding().constData());
            const QByteArray different = differenceWhenCut(document, randomCuts(random, document.size()), bytewise, Limit);
            QVERIFY2(different.isEmpty(), QByteArray(document.toPercentEncoding() + '\n' + different).constData());
            events += int(bytewise.events.size());
        }
        qInfo("%d documents, %d events", Documents, events);
        QVERIFY(events > Documents);
    }

    void whatIsWrittenIsParsedBack()
    {
        const QList<QByteArray> pieces {"\r"_ba, "\n"_ba, "\r\n"_ba, " "_ba, ":"_ba, "data: x"_ba, "\xE4\xBD\xA0"_ba,
            "text of more than sixteen bytes"_ba, ""_ba, "\0"_ba, "\xEF\xBB\xBF"_ba};
        QRandomGenerator random(7);
        for (int i = 0; i < 5'000; ++i) {
            QByteArray text;
            for (int k = random.bounded(12); k > 0; --k)
                text += pieces[random.bounded(pieces.size())];

            QByteArray stream;
            writeSseComment(stream, text);
            writeSseEvent(stream, {.type = "a b", .data = text, .id = "5"});
            writeSseEvent(stream, {.type = {}, .data = text, .id = {}});

            const QByteArray normal = fromUtf8(text).replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').toUtf8();
            const SseRun run = runByteByByte(stream, Limit);
            QCOMPARE(eventsOf(run), QList<SseEvent>({{"a b", normal, "5", {}}, {"message", normal, "5", {}}}));
        }
    }
};

QTEST_GUILESS_MAIN(TestSseReference)
#include "tst_ssereference.moc"
