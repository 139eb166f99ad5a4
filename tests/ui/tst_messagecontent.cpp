#include "chatviewfixture.h"

#include "ui/chat/messageactions.h"
#include "ui/chat/messagecontent.h"
#include "ui/chat/seamwords.h"
#include "ui/theme.h"

#include <QHelpEvent>
#include <QToolTip>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestMessageContent final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFooterShowsWhatWasMeasuredAndNothingElse()
    {
        MessageContent message {.author = Role::Assistant, .state = MessageState::Complete, .text = u"Hi"_s, .model = u"m"_s};
        QCOMPARE(footerText(message), u"m"_s);

        message.figures.ttftMs = 12;
        message.figures.e2eMs = 1012;
        message.figures.textDeltas = 11;
        QCOMPARE(footerText(message), u"m  ·  TTFT 12 ms  ·  10.0 deltas/s  ·  11 deltas"_s);

        message.figures.usage.completionTokens = 21;
        QCOMPARE(footerText(message), u"m  ·  TTFT 12 ms  ·  20.0 tokens/s  ·  21 tokens"_s);

        message.figures.cached = true;
        QCOMPARE(footerText(message), u"m  ·  cached  ·  TTFT 12 ms  ·  20.0 tokens/s  ·  21 tokens"_s);

        message.state = MessageState::Stopped;
        QVERIFY(footerText(message).startsWith("stopped  "_L1));
        message.serverStop = ServerStop::Confirmed;
        QVERIFY(footerText(message).startsWith("stopped (server confirmed)  "_L1));
        message.serverStop = ServerStop::Unknown;
        QVERIFY(footerText(message).startsWith("stopped (server unknown)  "_L1));
    }

    void theSeamsAreSaidInOneLine_data()
    {
        QTest::addColumn<QList<Seam>>("seams");
        QTest::addColumn<QString>("line");
        const Seam replayed {.means = ResumeMeans::StreamOffset, .textAt = 1204};
        const Seam asked {.means = ResumeMeans::Prefill, .textAt = 300};
        const Seam restarted {.means = ResumeMeans::Restart, .textAt = 512, .repeated = 512, .replaced = 40};
        QTest::newRow("none") << QList<Seam>() << QString();
        QTest::newRow("replayed") << QList {replayed} << u"resumed at character 1,204 (replayed by the server, nothing lost)"_s;
        QTest::newRow("asked") << QList {asked} << u"continued at character 300 (asked again, paid again)"_s;
        QTest::newRow("restarted") << QList {restarted}
                                   << u"started again (paid again): characters repeated: 512, replaced: 40"_s;
        QTest::newRow("replays") << QList {replayed, replayed, replayed}
                                 << u"resumed 3 times (replayed by the server, nothing lost)"_s;
        QTest::newRow("all paid") << QList {asked, restarted} << u"resumed 2 times (asked again, paid again)"_s;
        const Seam often {.means = ResumeMeans::Prefill, .textAt = 300, .attempts = 3};
        QTest::newRow("asked often") << QList {often} << u"continued at character 300 (asked again, paid again, 3 times)"_s;
        QTest::newRow("all paid, often") << QList {often, asked} << u"resumed 2 times (asked again, paid again 4 times)"_s;
        QTest::newRow("mixed") << QList {replayed, asked, replayed}
                               << u"resumed 3 times (2 replayed by the server, 1 paid again)"_s;
    }

    void theSeamsAreSaidInOneLine()
    {
        QFETCH(const QList<Seam>, seams);
        QFETCH(const QString, line);

        QCOMPARE(seamLine(seams), line);
    }

    void eachMeansHasASentenceOfItsOwn()
    {
        QStringList sentences;
        for (const ResumeMeans means : {ResumeMeans::LastEventId, ResumeMeans::StreamOffset, ResumeMeans::ResponseSequence,
                 ResumeMeans::Prefill, ResumeMeans::QuotedTurn, ResumeMeans::Restart}) {
            sentences << seamSentences({{.means = means, .textAt = 5}});
            QVERIFY(sentences.last().startsWith("At character 5: "_L1));
            QCOMPARE(sentences.last().contains("it was paid again"_L1), isPaidAgain(means));
        }
        QCOMPARE(sentences.removeDuplicates(), 0);
        QCOMPARE(seamSentences(QList<Seam>(1000)).count(u'\n'), 8); // a tool tip has its bounds
        QVERIFY(seamSentences(QList<Seam>(1000)).endsWith("and 992 more"_L1));
    }

    void theSeamLineStandsAboveTheFooterAndExplainsItself()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"Once upon a time"_s);
        f.model.last().state = MessageState::Streaming;
        f.model.touchLast();
        const int before = f.view.visualRect(f.model.index(0)).height();

        f.model.last().seams = {{.means = ResumeMeans::LastEventId, .textAt = 4}};
        f.model.touchLast();

        const QRect rect = f.view.visualRect(f.model.index(0));
        QCOMPARE(rect.height(), before + 20);
        const QRect footer = f.view.layoutOf(0).footerRect().translated(rect.topLeft());
        const auto tipAt = [&f](const QPoint& point) {
            QHelpEvent event(QEvent::ToolTip, point, f.view.viewport()->mapToGlobal(point));
            QApplication::sendEvent(f.view.viewport(), &event);
            return QToolTip::text();
        };
        QVERIFY(tipAt(footer.topLeft() + QPoint(20, -10)).contains(u"At character 4: the server replayed"_s));
        tipAt(footer.topLeft() + QPoint(20, 10));
        QTRY_VERIFY(!QToolTip::isVisible());
    }

    void aMarkStandsBesideThePlaceOfASeam()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, u"First.\n\nSecond.\n\nThird."_s);
        f.model.last().state = MessageState::Streaming;
        f.model.touchLast();
        f.view.grab();
        f.model.last().seams = {{.means = ResumeMeans::LastEventId, .textAt = 11}};
        f.model.touchLast();
        const QRect rect = f.view.visualRect(f.model.index(0));
        MessageLayout& layout = f.view.layoutOf(0);
        const int left = currentTheme().columnIn(rect.width()).left;

        const auto hasMark = [&](const QImage& image, int y) {
            for (int x = left - 11; x < left; ++x) {
                if (image.pixelColor(x, y) != currentTheme().background)
                    return true;
            }
            return false;
        };
        const QImage image = f.view.viewport()->grab().toImage();
        QStringList marked;
        for (const QString& word : {u"First."_s, u"Second."_s, u"Third."_s}) {
            const qsizetype at = layout.text(0, layout.length()).indexOf(word);
            const int y = int(layout.lineTop(at)) + 12;
            if (hasMark(image, rect.top() + y))
                marked << word;
            QCOMPARE(layout.toolTipAt(QPoint(left - 6, y)).isEmpty(), word != "Second."_L1);
        }
        QCOMPARE(marked, QStringList {u"Second."_s});
    }

    void aLongModelNameLeavesRoomForTheFigures()
    {
        const QString name = u"a-family-of-models"_s + u'x' + QString(200, u'x') + u"-q4_k_m.gguf"_s;
        const MessageContent message {.author = Role::Assistant, .state = MessageState::Complete, .model = name};

        const QString text = footerText(message);

        QCOMPARE(text.size(), 40);
        QVERIFY(text.startsWith("a-family-of-models"_L1));
        QVERIFY(text.endsWith("-q4_k_m.gguf"_L1));
    }

    void nothingIsLeftOfWhatAUsersTurnWasWhileItLoaded()
    {
        ChatViewFixture f;
        f.model.append(Role::Assistant, {}); // what is not loaded yet looks like an answer
        f.model.last().state = MessageState::Pending;
        f.model.touchLast();
        f.view.grab();
        f.model.last().role = Role::User;
        f.model.last().state = MessageState::Complete;
        f.model.last().text = u"Hi"_s;
        f.model.touchLast();
        ChatViewFixture fresh;
        fresh.model.append(f.model.last());

        QCOMPARE(f.view.viewport()->grab().toImage(), fresh.view.viewport()->grab().toImage());
    }

    void theFooterEndsBeforeItsButtons()
    {
        ChatViewFixture f;
        f.view.resize(400, 300);
        f.model.append(Role::Assistant, u"Hi"_s);
        f.model.last().state = MessageState::Complete;
        f.model.last().model = QString(40, u'm');
        f.model.touchLast();
        auto* actions = f.view.findChild<MessageActions*>();
        QVERIFY(actions->isVisible());

        actions->hide();
        const QImage image = f.view.viewport()->grab(actions->geometry()).toImage();

        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                QCOMPARE(image.pixelColor(x, y), currentTheme().background);
        }
    }
};

QTEST_MAIN(TestMessageContent)

#include "tst_messagecontent.moc"
