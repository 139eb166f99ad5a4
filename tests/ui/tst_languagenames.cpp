#include "ui/blocks/languagenames.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestLanguageNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatStandsBehindAFenceFindsItsDefinition_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("definition");
        const QList<std::pair<QString, QString>> rows {
            {u"py"_s, u"python"_s},
            {u"python"_s, u"python"_s},
            {u"Python"_s, u"python"_s},
            {u"js"_s, u"ecmascript"_s},
            {u"jsx"_s, u"ecmascript"_s},
            {u"ts"_s, u"typescript"_s},
            {u"tsx"_s, u"typescript"_s},
            {u"c"_s, u"c"_s},
            {u"C++"_s, u"cpp"_s},
            {u"cxx"_s, u"cpp"_s},
            {u"c#"_s, u"csharp"_s},
            {u"cs"_s, u"csharp"_s},
            {u"zsh"_s, u"sh"_s},
            {u"console"_s, u"sh"_s},
            {u"rs"_s, u"rust"_s},
            {u"golang"_s, u"go"_s},
            {u"kt"_s, u"kotlin"_s},
            {u"yml"_s, u"yaml"_s},
            {u"Dockerfile"_s, u"dockerfile"_s},
            {u"makefile"_s, u"makefile"_s},
            {u"ps1"_s, u"powershell"_s},
            {u"tex"_s, u"latex"_s},
            {u"scss"_s, u"css"_s},
            {u" language-rust "_s, u"rust"_s},
            {u".ini"_s, u"desktop"_s},
        };
        for (const auto& [language, definition] : rows)
            QTest::newRow(qPrintable(language)) << language << definition;
    }

    void whatStandsBehindAFenceFindsItsDefinition()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, definition);

        QCOMPARE(definitionFor(language), definition);
    }

    void anythingElseIsPlain()
    {
        for (const QString& language :
            {u""_s, u"text"_s, u"klingon"_s, u"../../etc/passwd"_s, u"language-"_s, u"."_s, u"zzz"_s, QString(100000, u'c')})
            QCOMPARE(definitionFor(language), QString());
    }
};

QTEST_GUILESS_MAIN(TestLanguageNames)
#include "tst_languagenames.moc"
