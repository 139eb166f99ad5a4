#include "chatviewfixture.h"

#include "ui/chat/jumpbutton.h"

#include <QAccessible>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct Away : ChatViewFixture
{
    Away()
        : ChatViewFixture(100)
    {
        model.append(Role::Assistant, LongText);
        wheel(5);
    }

    JumpButton* jump() const { return view.findChild<JumpButton*>(); }
};

}

class TestJumpNews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingWhenNothingIsNew()
    {
        Away f;

        QVERIFY(f.jump()->isVisible());
        QCOMPARE(f.jump()->shownText(), u"Jump to latest"_s);
        QCOMPARE(f.jump()->accessibleDescription(), QString());
    }

    void countsMessagesAndKeepsItsName()
    {
        Away f;
        const int width = f.jump()->width();

        f.model.append(Role::User, u"one"_s);
        f.model.append(Role::Assistant, u"two"_s);

        QCOMPARE(f.jump()->shownText(), u"Jump to latest · 2 new"_s);
        QCOMPARE(f.jump()->accessibleDescription(), u"2 new messages below"_s);
        QCOMPARE(QAccessible::queryAccessibleInterface(f.jump())->text(QAccessible::Name), u"Jump to latest"_s);
        QVERIFY(f.jump()->width() > width);
        QVERIFY(f.view.rect().contains(f.jump()->parentWidget()->geometry()));
    }

    void saysThatTextHasCome()
    {
        Away f;

        f.model.growLast(u"more"_s);

        QCOMPARE(f.jump()->shownText(), u"Jump to latest · new text"_s);
        QCOMPARE(f.jump()->accessibleDescription(), u"New text below"_s);
    }

    void rowsAboveAreNoNews()
    {
        Away f;
        Message message;
        message.text = u"older"_s;

        f.model.prepend(message);

        QCOMPARE(f.jump()->shownText(), u"Jump to latest"_s);
    }

    void jumpingMakesAllOfItOld()
    {
        Away f;
        f.model.append(Role::User, u"one"_s);

        f.jump()->click();
        QVERIFY(f.view.isFollowing());
        f.wheel(5);

        QCOMPARE(f.jump()->shownText(), u"Jump to latest"_s);
        QCOMPARE(f.jump()->accessibleDescription(), QString());
    }
};

QTEST_MAIN(TestJumpNews)

#include "tst_jumpnews.moc"
