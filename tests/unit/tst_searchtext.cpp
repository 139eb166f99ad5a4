#include "core/store/searchtext.h"
#include "core/store/storedtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QString marked(const SearchSnippet& snippet)
{
    QString text = snippet.text;
    for (auto mark = snippet.marks.rbegin(); mark != snippet.marks.rend(); ++mark) {
        text.insert(mark->first + mark->second, u']');
        text.insert(mark->first, u'[');
    }
    return text;
}

QString find(const QString& text, const QString& query)
{
    const std::optional<SearchSnippet> snippet = findSnippet(text, parseSearch(query));
    return snippet ? marked(*snippet) : u"-"_s;
}

}

class TestSearchText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textComesBackExactly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("plain") << u"Grüße, 中文 \U0001f600"_s;
        QTest::newRow("zeros") << QString(u"a\0b\0"_s);
        QTest::newRow("first half of a pair") << QString(u"a"_s + QChar(0xd83d) + u"b"_s);
        QTest::newRow("second half of a pair") << QString(QChar(0xde00) + u"b"_s + QChar(0xde01));
        QTest::newRow("halves the wrong way round") << QString(u"x"_s + QChar(0xde00) + QChar(0xd83d));
        QTest::newRow("half at the end") << QString(u"x"_s + QChar(0xd83d));
        QTest::newRow("mark of the byte order in front") << QString(QChar(0xfeff) + u"text"_s);
        QTest::newRow("the same behind a half") << QString(QString(QChar(0xd83d)) + QChar(0xfeff) + u"t"_s);
        QTest::newRow("Hangul, whose bytes begin like a half") << u"한국어 텍스트"_s;
        QTest::newRow("ends of planes") << QString(u"\uffff\ufffe\U0010ffff\ud7ff\ue000"_s);
    }

    void textComesBackExactly()
    {
        QFETCH(const QString, text);

        const QByteArray stored = toStored(text);

        QCOMPARE(fromStored(stored), text);
        if (text.isValidUtf16())
            QCOMPARE(stored, text.toUtf8());
    }

    void piecesThatCutAPairComeBackAsThePair()
    {
        const QString smile = u"\U0001f600"_s;

        QCOMPARE(fromStored(toStored(smile.left(1))) + fromStored(toStored(smile.mid(1))), smile);
    }

    void wordsAreFoldedAndCharactersGoInPairs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("searchable");
        QTest::newRow("case and accents") << u"Grüße ÉCOLE Ёлка"_s << u"gruße ecole елка "_s;
        QTest::newRow("punctuation") << u"it's a \"foo-bar\" (x2)"_s << u"it s a foo bar x2 "_s;
        QTest::newRow("widths") << u"Ｆｕｌｌ ｶﾅ"_s << u"full カ ナ カナ "_s;
        QTest::newRow("Chinese") << u"中文搜索"_s << u"中 文 中文 搜 文搜 索 搜索 "_s;
        QTest::newRow("a gap") << u"中 文"_s << u"中 文 "_s;
        QTest::newRow("mixed") << u"用Qt写"_s << u"用 qt 写 "_s;
        QTest::newRow("kana keep their marks") << u"がぎ"_s << u"が ぎ がぎ "_s;
        QTest::newRow("beyond the first plane") << u"𠀀𠀁"_s << u"𠀀 𠀁 𠀀𠀁 "_s;
        QTest::newRow("Hindi") << u"हिन्दी भाषा"_s << u"हिन्दी भाषा "_s;
        QTest::newRow("no words") << u"… \U0001f600 --- \n\t\0"_s << QString();
        QTest::newRow("a ligature that is a sentence") << u"\ufdfa"_s << u"صلىاللهعليهوسلم "_s;
        QTest::newRow("half a pair") << QString(u"a"_s + QChar(0xd83d) + u"b"_s) << u"a b "_s;
    }

    void wordsAreFoldedAndCharactersGoInPairs()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, searchable);

        QCOMPARE(QString::fromUtf8(searchableText(text)), searchable);
    }

    void queriesAreNoSyntax_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expression");
        QTest::newRow("words") << u"stream buffer"_s << uR"("stream" AND "buffer"*)"_s;
        QTest::newRow("operators") << u"a NEAR(b) OR NOT c* ^d -e \"f:g"_s
                                   << uR"("a" AND "near" AND "b" AND "or" AND "not" AND "c" AND "d" AND "e" AND "f" AND "g")"_s;
        QTest::newRow("one letter is no beginning") << u"a"_s << uR"("a")"_s;
        QTest::newRow("Chinese") << u"搜索引"_s << uR"("搜索" AND "索引")"_s;
        QTest::newRow("one character") << u"搜"_s << uR"("搜")"_s;
        QTest::newRow("nothing") << u" \"*-()\0 "_s << QString();
        QTest::newRow("many words") << u"a b c d e f g h i j k l m n o p q r s t"_s
                                    << uR"("a" AND "b" AND "c" AND "d" AND "e" AND "f" AND "g" AND "h" AND "i" AND "j" AND "k")"
                                       uR"( AND "l" AND "m" AND "n" AND "o" AND "p")"_s;
    }

    void queriesAreNoSyntax()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, expression);

        QCOMPARE(parseSearch(query).ftsExpression(), expression);
    }

    void snippetsShowWhereItMatches_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("snippet");
        QTest::newRow("all words") << u"A stream of Streams"_s << u"stream"_s << u"A [stream] of [Streams]"_s;
        QTest::newRow("only the last may go on") << u"streams of water"_s << u"stream water"_s << u"-"_s;
        QTest::newRow("any order") << u"Water in streams"_s << u"streams wat"_s << u"[Water] in [streams]"_s;
        QTest::newRow("one line") << u"a\n\n  b\tc"_s << u"b"_s << u"a [b] c"_s;
        QTest::newRow("accents") << u"Une école"_s << u"ECOLE"_s << u"Une [école]"_s;
        QTest::newRow("Chinese inside a sentence") << u"我们在搜索引擎里"_s << u"搜索引"_s << u"我们在[搜索引]擎里"_s;
        QTest::newRow("the same characters apart") << u"搜索，索引"_s << u"搜索引"_s << u"-"_s;
        QTest::newRow("overlap") << u"哈哈哈哈"_s << u"哈哈"_s << u"[哈哈哈哈]"_s;
        QTest::newRow("not all of it") << u"one two"_s << u"one three"_s << u"-"_s;
        QTest::newRow("emoji before it") << u"\U0001f600 smile"_s << u"smile"_s << u"\U0001f600 [smile]"_s;
    }

    void snippetsShowWhereItMatches()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, query);
        QFETCH(const QString, snippet);

        QCOMPARE(find(text, query), snippet);
    }

    void aSnippetOfALongTextIsShortAndBeginsWithAWord()
    {
        const QString text = u"lorem ipsum "_s.repeated(500) + u"needle"_s + u" dolor"_s.repeated(500);

        const QString found = find(text, u"needle"_s);

        QVERIFY2(found.startsWith(u"…ipsum lorem"_s) || found.startsWith(u"…lorem ipsum"_s), qPrintable(found));
        QVERIFY(found.contains(u"[needle]"_s));
        QVERIFY(found.endsWith(u'…'));
        QVERIFY(found.size() < 220);
    }

    void aSnippetShowsNoMarkdownMarks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("snippet");
        QTest::newRow("strong") << u"a **bold word** here"_s << u"bold"_s << u"a [bold] word here"_s;
        QTest::newRow("emphasis") << u"*so* and ***so***"_s << u"so"_s << u"[so] and [so]"_s;
        QTest::newRow("inside a word of Chinese") << u"这是**粗体**文字"_s << u"粗体"_s << u"这是[粗体]文字"_s;
        QTest::newRow("code") << u"call `run()` now"_s << u"run"_s << u"call [run]() now"_s;
        QTest::newRow("fence") << u"see\n```cpp\nint x;\n```\nend"_s << u"int"_s << u"see cpp [int] x; end"_s;
        QTest::newRow("struck out") << u"~~old~~ new ~ 5"_s << u"old"_s << u"[old] new ~ 5"_s;
        QTest::newRow("heading and quote") << u"## Title\n> said # it"_s << u"title"_s << u"[Title] said # it"_s;
        QTest::newRow("list") << u"* one\n* two"_s << u"two"_s << u"* one * [two]"_s;
        QTest::newRow("arithmetic") << u"2 * 3 = 6, 2**8, a*b"_s << u"6"_s << u"2 * 3 = [6], 2**8, a*b"_s;
        QTest::newRow("names") << u"#include C# __init__ snake_case -> x"_s << u"snake"_s
                               << u"#include C# __init__ [snake]_case -> x"_s;
        QTest::newRow("nothing but marks around") << u"**x**"_s << u"x"_s << u"[x]"_s;
    }

    void aSnippetShowsNoMarkdownMarks()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, query);
        QFETCH(const QString, snippet);

        QCOMPARE(find(text, query), snippet);
    }

    void aFarTermStillCounts()
    {
        const QString text = u"first "_s + u"x "_s.repeated(5000) + u"second"_s;

        QVERIFY(find(text, u"first second"_s).startsWith(u"[first] x x"_s));
        QCOMPARE(find(text, u"first third"_s), u"-"_s);
    }

    void aSnippetNeverCutsAPair()
    {
        const QString text = u"\U0001f600"_s.repeated(101) + u"x"_s + u"\U0001f600"_s.repeated(301);
        for (int shift = 0; shift < 2; ++shift) {
            const std::optional<SearchSnippet> snippet = findSnippet(QString(shift, u'.') + text, parseSearch(u"x"_s));

            QVERIFY(snippet);
            QVERIFY(snippet->text.isValidUtf16());
        }
    }

    void longWordsAreCutInTextAndQueryAlike()
    {
        const QString word = u"abc"_s.repeated(100);

        QCOMPARE(searchableText(word).size(), SearchTokens::MaxWord + 1);
        QVERIFY(findSnippet(u"see "_s + word, parseSearch(word)));
    }
};

QTEST_GUILESS_MAIN(TestSearchText)
#include "tst_searchtext.moc"
