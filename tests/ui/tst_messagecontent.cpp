#include "chatviewfixture.h"

#include "ui/chat/messageactions.h"
#include "ui/chat/messagecontent.h"
#include "ui/theme.h"

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
        QVERIFY(footerText(message).startsWith("stopped"_L1));
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
