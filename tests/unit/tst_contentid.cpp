#include "core/exchange/contentid.h"

#include <QSet>
#include <QTest>

#include <functional>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Message turn(Role role, const QString& text)
{
    Message message;
    message.role = role;
    message.text = text;
    return message;
}

QString idOf(const ConversationSummary& summary, const QList<Message>& messages, int variant = 0)
{
    ContentId id(summary);
    for (int i = 0; i < messages.size(); ++i)
        id.add(i - 1, messages.at(i));
    return id.id(variant);
}

const ConversationSummary Named {.id = u"a"_s, .title = u"Title"_s, .lastActive = 2, .createdAt = 1};

QList<Message> talk()
{
    return {turn(Role::User, u"Grüße"_s), turn(Role::Assistant, u"Hi"_s)};
}

}

class TestContentId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What was imported by an older version has to be known.
    void itStaysTheSameForEver()
    {
        QList<Message> messages = talk();
        messages[0].createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        messages[0].attachments = {{.name = u"a"_s, .mimeType = "image/png", .data = "bytes"}};
        messages[1].reasoning = u"because"_s;
        QCOMPARE(idOf(Named, messages), u"8297c6e8-29c2-5d26-a54c-47429fb65d37"_s);
    }

    void whatMayChangeDoesNotCount()
    {
        ConversationSummary changed = Named;
        changed.title = u"Another"_s;
        changed.isPinned = true;
        changed.lastActive = 99;
        QCOMPARE(idOf(changed, talk()), idOf(Named, talk()));
    }

    void theTitleCountsWhereNothingIsSaid()
    {
        ConversationSummary other = Named;
        other.title = u"Another"_s;
        QVERIFY(idOf(other, {}) != idOf(Named, {}));
    }

    void everythingElseCounts()
    {
        QSet<QString> ids {idOf(Named, talk()), idOf(Named, talk(), 1), idOf(Named, {})};
        ConversationSummary other = Named;
        other.id = u"b"_s;
        ids.insert(idOf(other, talk()));
        other = Named;
        other.createdAt = 7;
        ids.insert(idOf(other, talk()));
        const auto insertChanged = [&](const std::function<void(QList<Message>&)>& change) {
            QList<Message> messages = talk();
            change(messages);
            ids.insert(idOf(Named, messages));
        };
        insertChanged([](auto& m) { m[0].text = u"GrüßeH"_s, m[1].text = u"i"_s; });
        insertChanged([](auto& m) { m[1].role = Role::User; });
        insertChanged([](auto& m) { m[1].reasoning = u"Hi"_s, m[1].text.clear(); });
        insertChanged([](auto& m) { m[1].createdAt = QDateTime::fromMSecsSinceEpoch(1, Qt::UTC); });
        insertChanged([](auto& m) { m[0].attachments = {{.name = u"a"_s, .mimeType = "x", .data = "y"}}; });
        ContentId branched(Named);
        branched.add(-1, talk().at(0));
        branched.add(-1, talk().at(1));
        ids.insert(branched.id(0));
        QCOMPARE(ids.size(), 11);
    }
};

QTEST_GUILESS_MAIN(TestContentId)
#include "tst_contentid.moc"
