#include "chatviewfixture.h"

#include <QElapsedTimer>

#include <algorithm>
#include <vector>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestChatViewCost final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileMarkdownNeitherHangsNorCrashes_data()
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

    void hostileMarkdownNeitherHangsNorCrashes()
    {
        QFETCH(QString, text);
        ChatViewFixture f;
        f.model.append(Role::Assistant, {});
        QElapsedTimer timer;

        timer.start();
        f.model.growLast(text);
        const qint64 layoutMs = timer.restart();
        f.view.grab();
        const qint64 paintMs = timer.restart();
        f.model.growLast(u" more"_s);
        f.view.grab();
        const qint64 growMs = timer.elapsed();

        qInfo() << text.size() << "characters: layout" << layoutMs << "ms, paint" << paintMs << "ms, one more flush" << growMs
                << "ms";
        QVERIFY(layoutMs < 5000);
        QVERIFY(paintMs < 300);
        QVERIFY(growMs < 500);
    }

    void aFlushCostsTheSameAtAnyLength_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::newRow("prose") << u"Some **bold** text and `code` in a paragraph of ordinary length, as answers have them.\n\n"_s;
        QTest::newRow("code") << u"```cpp\n"_s;
        QTest::newRow("paragraph") << u"one endless paragraph without a break "_s;
    }

    void aFlushCostsTheSameAtAnyLength()
    {
        QFETCH(QString, unit);
        const bool isCode = unit.startsWith(u'`');
        ChatViewFixture f;
        f.model.append(Role::Assistant, isCode ? unit : QString());
        const QString line = isCode ? u"int function(int x) { return x * 42; }\n"_s : unit;
        const auto medianAt = [&](qsizetype size) {
            while (f.model.last().text.size() < size)
                f.model.last().text += line;
            f.model.touchLast();
            std::vector<qint64> costs;
            for (int i = 0; i < 101; ++i) {
                QElapsedTimer timer;
                timer.start();
                f.model.growLast(line.mid(i * 20 % line.size(), 20));
                costs.push_back(timer.nsecsElapsed() / 1000);
            }
            std::nth_element(costs.begin(), costs.begin() + 50, costs.end());
            return costs[50];
        };

        const qint64 small = medianAt(2'000);
        const qint64 large = medianAt(200'000);

        qInfo() << "flush at 2k" << small << "µs, at 200k" << large << "µs";
        QVERIFY2(large < 4 * small + 1000, "a flush must not cost more the longer the answer is");
    }
};

QTEST_MAIN(TestChatViewCost)

#include "tst_chatviewcost.moc"
