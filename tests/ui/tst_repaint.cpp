#include "chatviewfixture.h"

#include <QFile>
#include <QImage>
#include <QScreen>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

// What is on the screen, put together of what was painted and what was only moved.
QImage onScreen(const ChatView& view)
{
    QApplication::processEvents();
    return view.screen()->grabWindow(view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
}

QImage paintedAnew(ChatView& view)
{
    view.viewport()->update();
    return onScreen(view);
}

// A curve that the edge of the viewport cuts is shaded by Qt a level otherwise than the same curve moved there.
constexpr int MostRounding = 1; // of 255

bool looksOther(QRgb a, QRgb b)
{
    return std::abs(qRed(a) - qRed(b)) > MostRounding || std::abs(qGreen(a) - qGreen(b)) > MostRounding
        || std::abs(qBlue(a) - qBlue(b)) > MostRounding;
}

// Empty, or where the two differ.
QByteArray difference(const QImage& shown, const QImage& anew)
{
    if (shown == anew)
        return {};
    QRect differs;
    for (int y = 0; y < shown.height(); ++y) {
        for (int x = 0; x < shown.width(); ++x) {
            if (looksOther(shown.pixel(x, y), anew.pixel(x, y)))
                differs |= QRect(x, y, 1, 1);
        }
    }
    if (differs.isEmpty())
        return {};
    return QByteArray::number(differs.left()) + ',' + QByteArray::number(differs.top()) + " to "
        + QByteArray::number(differs.right()) + ',' + QByteArray::number(differs.bottom());
}

QString tour()
{
    QFile file(QStringLiteral(SLUICE_TEST_DATA "/tour.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}

/// Only what changed is painted; the screen must look as if all of it were.
class TestRepaint final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGrowingAnswerLooksAsIfAllWerePainted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("wheel");
        const QString lists = u"1. one\n2. two\n\n   more\n3. three\n- [ ] open\n- [x] done\n\n> quote\n> more\n\n---\n"_s;
        const QString words =
            u"Some `code with spaces` and **bold *words* of it** , then ! a [link to](https://h.example/) and more: "
            "*not closed, internat*ional* `` a`b `` ~~gone~~ ÄÖÜ Ünïcödé zal\u0301\u0301\u0301\u0301go. "_s;
        for (const int wheel : {0, 2}) {
            QTest::newRow(wheel ? "words, scrolled away" : "words") << words.repeated(2) << 1 << wheel;
            QTest::newRow(wheel ? "quoted words, scrolled away" : "quoted words")
                << u"# Head and more of it\n\n> 1. "_s + words.repeated(2) << 2 << wheel;
            QTest::newRow(wheel ? "marks, scrolled away" : "marks") << u"a\u0301\u0301\u0301\u0301 "_s.repeated(90) << 1 << wheel;
            QTest::newRow(wheel ? "tour, scrolled away" : "tour") << tour() << 17 << wheel;
            QTest::newRow(wheel ? "lists, scrolled away" : "lists") << lists.repeated(3) << 1 << wheel;
            QTest::newRow(wheel ? "long, scrolled away" : "long") << LongText.repeated(12) << 61 << wheel;
            QTest::newRow(wheel ? "one paragraph, scrolled away" : "one paragraph")
                << u"ein Wort nach dem andern, مرحبا 你好 "_s.repeated(120) << 37 << wheel;
            QTest::newRow(wheel ? "code, scrolled away" : "code")
                << u"```cpp\nint f();\n"_s + u"    return 1; // and so on\n"_s.repeated(60) << 23 << wheel;
        }
    }

    void aGrowingAnswerLooksAsIfAllWerePainted()
    {
        QFETCH(const QString, text);
        QFETCH(const int, step);
        QFETCH(const int, wheel);
        ChatViewFixture f(30);
        Message answer;
        answer.role = Role::Assistant;
        answer.state = MessageState::Streaming;
        f.model.append(Role::User, u"Question"_s);
        f.model.append(answer);
        if (wheel > 0)
            f.wheel(wheel);

        for (qsizetype at = 0; at < text.size(); at += step) {
            f.model.growLast(text.mid(at, step));
            const QImage shown = onScreen(f.view);
            QCOMPARE(difference(shown, paintedAnew(f.view)), QByteArray());
        }
        f.model.last().state = MessageState::Complete;
        f.model.touchLast();
        const QImage shown = onScreen(f.view);
        QCOMPARE(difference(shown, paintedAnew(f.view)), QByteArray());
    }

    void reasoningThatGrowsAndFoldsLooksAsIfAllWerePainted()
    {
        ChatViewFixture f(30);
        Message answer;
        answer.role = Role::Assistant;
        answer.state = MessageState::Streaming;
        f.model.append(answer);

        for (int i = 0; i < 60; ++i) {
            (i < 30 ? f.model.last().reasoning : f.model.last().text) += u"some words that are thought of "_s.repeated(1 + i % 4);
            f.model.touchLast();
            const QImage shown = onScreen(f.view);
            QCOMPARE(difference(shown, paintedAnew(f.view)), QByteArray());
        }
    }

    void newMessagesLookAsIfAllWerePainted()
    {
        ChatViewFixture f(3);
        for (int i = 0; i < 20; ++i) {
            for (int n = 0; n <= i % 3; ++n) // also several before a paint
                f.model.append((i + n) % 2 ? Role::Assistant : Role::User, u"Some text. "_s.repeated(1 + i * 7 % 30));
            const QImage shown = onScreen(f.view);
            QCOMPARE(difference(shown, paintedAnew(f.view)), QByteArray());
        }
    }
};

QTEST_MAIN(TestRepaint)

#include "tst_repaint.moc"
