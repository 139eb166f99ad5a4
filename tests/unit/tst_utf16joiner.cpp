#include "core/chat/utf16joiner.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestUtf16Joiner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPairCutInTwoComesOutWhole()
    {
        Utf16Joiner joiner;

        QCOMPARE(joiner.join(u"A"_s + QChar(0xD83D)), u"A"_s);
        QCOMPARE(joiner.join({}), QString());
        QCOMPARE(joiner.join(QChar(0xDE00) + u"B"_s), u"😀B"_s);
        QCOMPARE(joiner.rest(), QString());
    }

    void aHalfThatStaysAloneIsReplacedOnce()
    {
        Utf16Joiner joiner;

        QCOMPARE(joiner.join(QString(QChar(0xD83D))), QString());
        QCOMPARE(joiner.join(u"x"_s), u"\uFFFDx"_s);
        QCOMPARE(joiner.join(QString(QChar(0xDE00))), u"\uFFFD"_s);
        QCOMPARE(joiner.join(QString(QChar(0xD83D))), QString());
        QCOMPARE(joiner.join(QString(QChar(0xD83E))), u"\uFFFD"_s);
        QCOMPARE(joiner.rest(), u"\uFFFD"_s);
        QCOMPARE(joiner.rest(), QString());
    }

    void everyCutOfATextGivesTheSameText()
    {
        const QString text = u"a😀b🚀🚀 é 世界 👩‍💻"_s;
        for (qsizetype i = 0; i <= text.size(); ++i) {
            Utf16Joiner joiner;

            const QString head = joiner.join(text.first(i));
            const QString tail = joiner.join(text.sliced(i));

            QVERIFY(head.isValidUtf16() && tail.isValidUtf16());
            QCOMPARE(head + tail + joiner.rest(), text);
        }
    }
};

QTEST_GUILESS_MAIN(TestUtf16Joiner)
#include "tst_utf16joiner.moc"
