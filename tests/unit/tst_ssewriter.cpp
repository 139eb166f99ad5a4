#include "core/wire/newlinenormalizer.h"
#include "core/wire/ssewriter.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QByteArray written(const SseFrame& frame)
{
    QByteArray out = "kept|"_ba;
    writeSseEvent(out, frame);
    return out;
}

}

class TestSseWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEventHasIdTypeAndDataLines()
    {
        QCOMPARE(written({.type = "cached", .data = "true", .id = "3"}), "kept|id: 3\nevent: cached\ndata: true\n\n"_ba);
        QCOMPARE(written({.type = {}, .data = "x", .id = {}}), "kept|data: x\n\n"_ba);
    }

    void emptyDataIsAnEventToo() { QCOMPARE(written({.type = {}, .data = {}, .id = {}}), "kept|data: \n\n"_ba); }

    void aSpaceAtTheStartSurvivesTheOneThatTheParserRemoves()
    {
        QCOMPARE(written({.type = {}, .data = " x", .id = {}}), "kept|data:  x\n\n"_ba);
    }

    void everyLineIsADataLineWhateverItsEnd()
    {
        QCOMPARE(written({.type = {}, .data = "a\nb\r\nc\rd\r\r\ne\n\rf", .id = {}}),
            "kept|data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: e\ndata: \ndata: f\n\n"_ba);
        QCOMPARE(written({.type = {}, .data = "a\n", .id = {}}), "kept|data: a\ndata: \n\n"_ba);
    }

    void noTypeOrIdForgesALine()
    {
        QCOMPARE(written({.type = "a\nid: 9\r\n", .data = "x", .id = QByteArrayView("1\0\n2", 4)}),
            "kept|id: 1  2\nevent: a id: 9  \ndata: x\n\n"_ba);
    }

    void aCommentHasABlankLineBehindIt()
    {
        QByteArray out;
        writeSseComment(out, "heartbeat");
        writeSseComment(out, "a\r\ndata: b");
        writeSseComment(out, {});
        QCOMPARE(out, ": heartbeat\n\n: a\n: data: b\n\n: \n\n"_ba);
    }

    void newlinesAreNormalizedOverEverySplit()
    {
        const QString text = u"a\r\nb\rc\nd\r\r\ne\n\rf\r\n\r\n你\r\n"_s;
        const QString expected = u"a\nb\nc\nd\n\ne\n\nf\n\n你\n"_s;
        for (qsizetype first = 0; first <= text.size(); ++first) {
            for (qsizetype second = first; second <= text.size(); ++second) {
                NewlineNormalizer characters;
                NewlineNormalizer bytes;
                QString joined;
                QByteArray joinedBytes;
                for (const QString& piece : {text.first(first), text.sliced(first, second - first), text.sliced(second)}) {
                    joined += characters.normalized(piece);
                    joinedBytes += bytes.normalized(piece.toUtf8());
                }
                QCOMPARE(joined, expected);
                QCOMPARE(joinedBytes, expected.toUtf8());
            }
        }
    }

    void aCrAtTheEndOfAPieceIsNotHeldBack()
    {
        NewlineNormalizer newlines;
        QCOMPARE(newlines.normalized(u"a\r"_s), u"a\n"_s);
        QCOMPARE(newlines.normalized(u""_s), u""_s);
        QCOMPARE(newlines.normalized(u"\n"_s), u""_s);
        QCOMPARE(newlines.normalized(u"\nb"_s), u"\nb"_s);
    }

    void textWithoutCrIsNotCopied()
    {
        NewlineNormalizer newlines;
        const QString text = u"a\nb"_s;
        QVERIFY(newlines.normalized(text).constData() == text.constData());
    }
};

QTEST_GUILESS_MAIN(TestSseWriter)
#include "tst_ssewriter.moc"
