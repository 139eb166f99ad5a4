#include "core/chat/messagepages.h"
#include "tests/support/madeupsource.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Fixture
{
    MadeUpSource* source;
    MessagePages pages;
    QSignalSpy loaded {&pages, &MessagePages::loaded};

    explicit Fixture(int count, bool atOnce = false, const PageLimits& limits = {})
        : source(new MadeUpSource(count, atOnce))
        , pages(std::unique_ptr<MessageSource>(source), limits)
    { }
};

}

class TestMessagePages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPageIsAskedForOnceAndAnnouncedOnce()
    {
        Fixture f(1000);
        QVERIFY(!f.pages.message(70));

        QVERIFY(!f.pages.load(70));
        QVERIFY(!f.pages.load(71));
        QCOMPARE(f.source->requests, QList<int> {64});
        f.source->answer();

        QCOMPARE(f.loaded.size(), 1);
        QCOMPARE(f.loaded.first(), (QList<QVariant> {64, 127}));
        QVERIFY(f.pages.load(70));
        QCOMPARE(f.pages.message(70)->text, u"Row 70"_s);
        QCOMPARE(f.source->requests.size(), 1);
    }

    void whatIsAnsweredAtOnceIsNotAnnounced()
    {
        Fixture f(1000, true);

        QVERIFY(f.pages.load(999));

        QCOMPARE(f.pages.message(999)->text, u"Row 999"_s);
        QCOMPARE(f.loaded.size(), 0);
    }

    void thePagesUsedLeastRecentlyGo()
    {
        Fixture f(10'000, true, {.pages = 3});
        for (const int row : {0, 100, 200})
            QVERIFY(f.pages.load(row));
        QVERIFY(f.pages.message(0)); // used again

        QVERIFY(f.pages.load(300));

        QVERIFY(f.pages.message(0));
        QVERIFY(!f.pages.message(100));
        QVERIFY(f.pages.message(200));
        QVERIFY(f.pages.message(300));
    }

    void pagesOfLongMessagesAreFewer()
    {
        Fixture f(10'000, true, {.pages = 32, .characters = 64 * 1000, .kept = 2});
        f.source->filling = QString(1000, u'x');

        for (const int row : {0, 100, 200, 300})
            QVERIFY(f.pages.load(row));

        QVERIFY(!f.pages.message(0));
        QVERIFY(!f.pages.message(100));
        QVERIFY(f.pages.message(200));
        QVERIFY(f.pages.message(300));
    }

    void pagesWithAttachmentsAreFewer()
    {
        Fixture f(10'000, true, {.pages = 32, .characters = 64 * 1000, .kept = 2});
        f.source->attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(2000, 'x')}};

        for (const int row : {0, 100, 200, 300})
            QVERIFY(f.pages.load(row));

        QVERIFY(!f.pages.message(100));
        QVERIFY(f.pages.message(200));
        QVERIFY(f.pages.message(300));
    }

    void whatCannotBeReadIsNotAskedForAgain()
    {
        Fixture f(1000);
        f.source->unreadableFrom = 70;
        f.pages.load(70);
        f.source->answer();

        QVERIFY(f.pages.load(70));
        QVERIFY(f.pages.message(69));
        QVERIFY(!f.pages.message(70));
        QCOMPARE(f.source->requests.size(), 1);
    }

    void answersThatNobodyAskedForAreIgnored()
    {
        Fixture f(1000);

        Q_EMIT f.source->loaded(64, {Message()});
        Q_EMIT f.source->loaded(3, {Message()});

        QVERIFY(!f.pages.message(64));
        QCOMPARE(f.loaded.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestMessagePages)
#include "tst_messagepages.moc"
