// The page "Privacy": the metrics that are served, and how everything goes away.

#include "tests/support/freeport.h"
#include "tests/support/metricvalues.h"
#include "tests/support/opensettings.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QMessageBox>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // for the disk

}

class TestPrivacyPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void metricsAreServedFromTheSwitchOn()
    {
        OpenSettings open(u"privacy"_s);
        auto* isOn = open.shown->findChild<QCheckBox*>();
        QVERIFY(!isOn->isChecked()); // nobody asked
        auto* copy = named<QPushButton>(open.shown, u"Copy the address of the metrics"_s);
        QVERIFY(!copy->isVisible());
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        type(open.number(u"Metrics port"_s), QString::number(other.serverPort()));

        isOn->click();
        QTRY_VERIFY(isOn->accessibleDescription().contains(u"taken by another program"_s)); // at the switch
        QVERIFY(!copy->isVisible());
        other.close();
        isOn->click();
        isOn->click();

        QTRY_VERIFY(copy->isVisible());
        QVERIFY(!isOn->accessibleDescription().contains(u"taken"_s));
        copy->click();
        QCOMPARE(QApplication::clipboard()->text(), u"http://127.0.0.1:%1/metrics"_s.arg(open.settings.metricsExport().port));
        QCOMPARE(copy->text(), u"Copied"_s);
        type(open.number(u"Metrics port"_s), u"70000"_s);
        QVERIFY(!open.number(u"Metrics port"_s)->note().isEmpty());
        isOn->click();
        QVERIFY(!copy->isVisible());
    }

    void whatTheChatPaintsIsInTheMetrics()
    {
        OpenSettings open(u"privacy"_s);
        open.settings.setMetricsExport({.isOn = true, .port = freePort()});
        QTRY_COMPARE(open.metricsServer.serving().state, MetricsServing::State::On);
        auto* pane = open.window->findChild<ChatPane*>();

        pane->composer()->editor()->setPlainText(u"Something long"_s); // so that there are frames when this thread is late
        named<QPushButton>(pane, u"Send"_s)->click();

        QTRY_VERIFY(metricValue(open.metrics.text(), "stream_requests_total", {}) == 1.0);
        QTRY_VERIFY(metricValue(open.metrics.text(), "sluice_event_to_paint_seconds_count").value_or(0) > 3);
        const QByteArray text = open.metrics.text();
        QVERIFY(metricValue(text, "sluice_frame_seconds_count") >= metricValue(text, "sluice_event_to_paint_seconds_count"));
        QVERIFY(metricValue(text, "sluice_ttft_seconds_count", {"route=\"window\""}) == 1.0);
    }

    void allConversationsAreDeletedOnceThatIsConfirmed()
    {
        const QTemporaryDir directory;
        {
            OpenSettings open(u"privacy"_s, directory.path());
            QTRY_VERIFY_WITH_TIMEOUT(open.conversations.isReady(), PatienceMs);
            for (int i = 0; i < 3; ++i)
                open.conversations.setDraft(open.conversations.startNew(), u"draft %1"_s.arg(i));
            open.conversations.save();
            const int before = open.conversations.rowCount();
            QVERIFY(before >= 3);

            open.button(u"Delete all conversations…"_s)->click();
            QTRY_VERIFY_WITH_TIMEOUT(open.dialog->findChild<QMessageBox*>(), PatienceMs);
            auto* question = open.dialog->findChild<QMessageBox*>();
            QVERIFY2(question->text().startsWith(u"Delete 3 conversation"_s), qPrintable(question->text()));
            QAbstractButton* all =
                question->buttons().at(question->button(QMessageBox::Cancel) == question->buttons().at(0) ? 1 : 0);
            QVERIFY(!all->isEnabled()); // one press is not enough
            all->click();
            QCOMPARE(open.conversations.rowCount(), before);
            question->checkBox()->click();
            all->click();

            QTRY_VERIFY_WITH_TIMEOUT(open.button(u"Delete all conversations…"_s)->isEnabled(), PatienceMs);
            QCOMPARE(open.conversations.rowCount(), 1); // the new, empty one
        }
        WindowFixture again(directory.path());
        QTRY_VERIFY_WITH_TIMEOUT(again.conversations.isReady(), PatienceMs);
        QVERIFY(again.conversations.rowCount() <= 1); // a new one at most
        QCOMPARE(again.conversations.draft(again.conversations.startNew()), QString());
    }
};

QTEST_MAIN(TestPrivacyPage)
#include "tst_privacypage.moc"
