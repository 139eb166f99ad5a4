#include "ui/blocks/languagenames.h"
#include "ui/blocks/sourcehighlighter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr char Letters[] = "kscntf"; // in the order of TokenKind

/// One letter a UTF-16 unit: the kind, or '.' for plain.
QString picture(QStringView line, const std::optional<QList<HighlightSpan>>& spans)
{
    if (!spans)
        return u"given up"_s;
    QString drawn(line.size(), u'.');
    int end = 0;
    for (const HighlightSpan& span : *spans) {
        if (span.start < end || span.length <= 0 || span.start + span.length > line.size())
            return u"overlap or beyond the line"_s;
        end = span.start + span.length;
        for (int i = span.start; i < end; ++i)
            drawn[i] = QLatin1Char(Letters[int(span.kind)]);
    }
    return drawn;
}

}

class TestSourceHighlighter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_definitions = std::make_unique<SourceDefinitions>(); }
    void cleanupTestCase() { m_definitions.reset(); }

    void everyLanguageColoursItsOwn_data()
    {
        QTest::addColumn<QString>("file");
        const QDir recorded(QStringLiteral(SLUICE_TEST_DATA) + "/highlight"_L1);
        const QStringList files = recorded.entryList(QDir::Files);
        QVERIFY(files.size() > 30);
        for (const QString& file : files)
            QTest::newRow(qPrintable(file)) << recorded.filePath(file);
    }

    // Files are named by the language and alternate between a line of code and its picture.
    void everyLanguageColoursItsOwn()
    {
        QFETCH(const QString, file);
        QFile recorded(file);
        QVERIFY(recorded.open(QIODevice::ReadOnly));
        const auto highlighter = m_definitions->create(definitionFor(QFileInfo(file).baseName()));
        QVERIFY(highlighter);

        QStringList wanted;
        QStringList got;
        for (QTextStream lines(&recorded); !lines.atEnd();) {
            const QString code = lines.readLine();
            wanted.append(code);
            wanted.append(lines.readLine());
            got.append(code);
            got.append(picture(code, highlighter->highlight(code)));
        }
        QCOMPARE(got.join(u'\n'), wanted.join(u'\n'));
    }

    void positionsAreInUtf16()
    {
        const auto highlighter = m_definitions->create(u"cpp"_s);
        const auto draw = [&](const QString& line) { return picture(line, highlighter->highlight(line)); };

        QCOMPARE(draw(u"\t\"中文🎉\"; // 说明 👍🏽 x"_s), u".ssssss..cccccccccccc"_s);
        QCOMPARE(draw(u"f(\"é\", 1) // ̈"_s), u"f.sss..n..cccc"_s);
        QCOMPARE(draw(u"中文 int 🎉 int"_s), u"...ttt....ttt"_s);
        QCOMPARE(draw(u""_s), u""_s);
    }

    void whatIsOpenAtTheEndOfALineGoesOnInTheNext()
    {
        const auto one = m_definitions->create(u"cpp"_s);
        const auto other = m_definitions->create(u"cpp"_s);

        one->highlight(u"int x; /* 说明"_s);

        QCOMPARE(picture(u"int", other->highlight(u"int")), u"ttt"_s);
        QCOMPARE(picture(u"int", one->highlight(u"int")), u"ccc"_s);
        QCOMPARE(picture(u"🎉 */ int", one->highlight(u"🎉 */ int")), u"ccccc.ttt"_s);
    }

    void everyNameHasADefinitionThatLoads()
    {
        const QStringList names = knownLanguages();
        for (const QString& name : names)
            QVERIFY2(m_definitions->create(definitionFor(name)), qPrintable(name));
        QVERIFY(names.size() > 100);
    }

    void whatIsNotThereIsNull()
    {
        QVERIFY(!m_definitions->create(u"klingon"_s));
        QVERIFY(!m_definitions->create(u""_s));
    }

    void ourOwnDefinitionsNeedNoneOfTheLibrary()
    {
        const QTemporaryDir empty;
        QTest::ignoreMessage(QtWarningMsg, "Source-highlight's language definitions are not installed: most code stays plain");
        SourceDefinitions none {QString()};
        SourceDefinitions gone(empty.filePath(u"gone"_s));
        for (SourceDefinitions* definitions : {&none, &gone}) {
            QVERIFY(!definitions->create(u"cpp"_s));
            for (const QFileInfo& own : QDir(u":/languages"_s).entryInfoList())
                QVERIFY2(definitions->create(own.baseName()), qPrintable(own.fileName()));
        }
    }

    void aBrokenDefinitionIsNull()
    {
        const QTemporaryDir directory;
        QFile broken(directory.filePath(u"broken.lang"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("include \"nowhere.lang\"\nkeyword = '((('\n");
        broken.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The definition of broken cannot be used"_s));
        SourceDefinitions definitions(directory.path());
        QVERIFY(!definitions.create(u"broken"_s));
    }

    void hostileLinesGiveValidSpansOrNone_data()
    {
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, const QString& line) { QTest::newRow(name) << line.left(300); };
        row("brackets", QString(2000, u'('));
        row("backslashes", QString(2000, u'\\'));
        row("quotes", QString(2000, u'"'));
        row("an open string", u'"' + QString(2000, u'a'));
        row("escapes", u"\""_s + u"\\\""_s.repeated(999));
        row("open comments", u"/*"_s.repeated(1000));
        row("dollars", u"${"_s.repeated(1000));
        row("angles", u"<a "_s.repeated(700));
        row("one word", QString(2000, u'a'));
        row("words", u"a "_s.repeated(1000));
        row("digits", QString(2000, u'1'));
        row("dots", u"1."_s.repeated(1000));
        row("blanks", QString(1999, u' ') + u'x');
        row("equals", u"a=b "_s.repeated(500));
        row("colons", u"a:b: "_s.repeated(400));
        row("zeros", QString(2000, QChar(0)));
        row("half characters", QString(2000, QChar(0xd83c)));
        row("emoji", u"🎉"_s.repeated(1000));
        row("hashes", u"r#"_s.repeated(1000));
    }

    void hostileLinesGiveValidSpansOrNone()
    {
        QFETCH(const QString, line);
        QSet<QString> seen;
        for (const QString& name : knownLanguages()) {
            const QString definition = definitionFor(name);
            if (seen.contains(definition))
                continue;
            seen.insert(definition);
            const auto highlighter = m_definitions->create(definition);
            QVERIFY(highlighter);
            const auto spans = highlighter->highlight(line);
            QVERIFY2(!spans || !picture(line, spans).contains(u"beyond"), qPrintable(definition));
        }
    }

private:
    std::unique_ptr<SourceDefinitions> m_definitions;
};

QTEST_GUILESS_MAIN(TestSourceHighlighter)
#include "tst_sourcehighlighter.moc"
