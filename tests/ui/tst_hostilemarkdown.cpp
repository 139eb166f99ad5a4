#include "chatviewfixture.h"

using namespace sluice;
using namespace Qt::StringLiterals;

class TestHostileMarkdown final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neitherHangsNorCrashesTheView_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nested quotes") << u">"_s.repeated(10'000) + u"x"_s;
        QTest::newRow("quotes on every line") << (u">"_s.repeated(200) + u"x\n"_s).repeated(500);
        QTest::newRow("nested lists") << u"- "_s.repeated(10'000);
        QTest::newRow("backticks") << u"`"_s.repeated(1'000'000);
        QTest::newRow("backticks apart") << u"` "_s.repeated(200'000);
        QTest::newRow("stars") << u"*a **b "_s.repeated(50'000);
        QTest::newRow("brackets") << u"["_s.repeated(200'000);
        QTest::newRow("links") << u"[a](b "_s.repeated(50'000);
        QTest::newRow("wide table") << u"|a"_s.repeated(20'000) + u"|\n"_s + u"|-"_s.repeated(20'000) + u"|\n"_s;
        QTest::newRow("long table") << u"|a|b|c|\n|-|-|-|\n"_s + u"|1|2|3|\n"_s.repeated(20'000);
        QTest::newRow("zalgo") << (u"a"_s + QString(QChar(0x0301)).repeated(200)).repeated(500);
        QTest::newRow("overrides") << (QString(QChar(0x202e)) + u"text "_s).repeated(20'000);
        QTest::newRow("one word") << u"w"_s.repeated(1'000'000);
        QTest::newRow("joiners") << QString(QChar(0x200d)).repeated(100'000);
        QTest::newRow("emoji") << u"😀"_s.repeated(50'000);
        QTest::newRow("entities") << u"&a;"_s.repeated(100'000);
        QTest::newRow("definitions") << u"[a]: b\n\n[a]\n\n"_s.repeated(10'000);
        QTest::newRow("dollars") << u"$a"_s.repeated(100'000);
    }

    void neitherHangsNorCrashesTheView()
    {
        QFETCH(QString, text);
        ChatViewFixture f;
        f.model.append(Role::Assistant, {});

        f.model.growLast(text);
        f.view.grab();
        f.model.growLast(u" more"_s);
        const QPixmap shown = f.view.grab();

        QVERIFY(!shown.isNull());
        QVERIFY(f.view.visualRect(f.model.index(f.model.rowCount() - 1, 0)).height() > 0);
    }
};

QTEST_MAIN(TestHostileMarkdown)

#include "tst_hostilemarkdown.moc"
