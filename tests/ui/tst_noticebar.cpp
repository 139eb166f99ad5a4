#include "ui/noticebar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QPushButton* buttonOf(const NoticeBar& bar, const QString& text)
{
    for (QPushButton* button : bar.findChildren<QPushButton*>()) {
        if (button->text() == text && !button->isHidden())
            return button;
    }
    return nullptr;
}

void press(const NoticeBar& bar, const QString& text)
{
    QPushButton* button = buttonOf(bar, text);
    QVERIFY2(button, qPrintable(text));
    button->click();
}

}

class TestNoticeBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSentenceReplacesAnother();
    void anOfferComesBackBehindASentence();
    void anOfferWaitsForASentence();
    void whatIsNothingMoreTakesOnlyTheSentence();
    void anAnsweredOfferIsGone();
};

void TestNoticeBar::aSentenceReplacesAnother()
{
    NoticeBar bar;
    QVERIFY(bar.isHidden());
    bar.showNotice(u"One."_s);
    bar.showNotice(u"Two."_s);
    QCOMPARE(bar.text(), u"Two."_s);
    QVERIFY(!bar.isHidden());

    press(bar, u"Dismiss"_s);
    QVERIFY(bar.isHidden());
}

void TestNoticeBar::anOfferComesBackBehindASentence()
{
    NoticeBar bar;
    int chosen = 0;
    bar.offer(u"A report is there."_s, {{.text = u"Show"_s, .chosen = [&chosen] { ++chosen; }}});
    bar.showNotice(u"The disk is full."_s);
    QCOMPARE(bar.text(), u"The disk is full."_s);
    QVERIFY(!bar.isOffer() && bar.hasOffer());
    QVERIFY(!buttonOf(bar, u"Show"_s));

    press(bar, u"Dismiss"_s);
    QCOMPARE(bar.text(), u"A report is there."_s);
    QVERIFY(bar.isOffer() && !bar.isHidden());
    press(bar, u"Show"_s);
    QCOMPARE(chosen, 1);
}

void TestNoticeBar::anOfferWaitsForASentence()
{
    NoticeBar bar;
    bar.showNotice(u"One conversation was damaged."_s);
    bar.offer(u"A report is there."_s, {{.text = u"Show"_s, .chosen = [] { }}});
    QCOMPARE(bar.text(), u"One conversation was damaged."_s);
    QVERIFY(!buttonOf(bar, u"Show"_s));

    press(bar, u"Dismiss"_s);
    QVERIFY(buttonOf(bar, u"Show"_s));
}

void TestNoticeBar::whatIsNothingMoreTakesOnlyTheSentence()
{
    NoticeBar bar;
    bar.offer(u"A report is there."_s, {{.text = u"Show"_s, .chosen = [] { }}});
    bar.showNotice(u"The disk is full."_s);
    bar.showNotice({}); // there is room again
    QCOMPARE(bar.text(), u"A report is there."_s);
    QVERIFY(bar.isOffer() && !bar.isHidden());
}

void TestNoticeBar::anAnsweredOfferIsGone()
{
    NoticeBar bar;
    bar.offer(u"A report is there."_s, {{.text = u"Delete"_s, .chosen = [&bar] { bar.dismiss(); }}});
    press(bar, u"Delete"_s);
    QVERIFY(bar.isHidden() && !bar.hasOffer());
    bar.showNotice(u"One."_s);
    press(bar, u"Dismiss"_s);
    QVERIFY(bar.isHidden());
}

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
