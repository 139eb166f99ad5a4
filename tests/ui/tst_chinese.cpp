#include "core/base/joinedwords.h"
#include "core/chat/provider.h"
#include "core/engine/settings.h"
#include "core/flow/strategysample.h"
#include "core/gateway/demoscripts.h"
#include "core/lab/loadreportformats.h"
#include "core/store/storagefault.h"
#include "ui/languages.h"

#include <QLocale>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

bool isChinese(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF; });
}

/// The program speaks Chinese as long as this lives.
struct Spoken
{
    QTemporaryDir directory;
    Settings settings {directory.path()};
    Languages languages {settings};

    Spoken() { settings.setLanguage(u"zh_CN"_s); }
};

}

/// What is put together or made elsewhere than in the window, in the Chinese of the window.
class TestChinese : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void wordsAndSentencesAreJoinedAsTheLanguageDoes()
    {
        const Spoken chinese;
        QCOMPARE(inSequence({u"甲。"_s, QString(), u"乙。"_s}), u"甲。乙。"_s);
        QCOMPARE(listed({u"甲"_s, u"乙"_s}), u"甲、乙"_s);
        QCOMPARE(withRemark(u"甲"_s, partedStatements({u"乙"_s, u"丙"_s})), u"甲（乙；丙）"_s);
    }

    void whatTheCoreSaysIsInTheLanguageToo()
    {
        const Spoken chinese;
        for (const StorageFault fault : {StorageFault::Full, StorageFault::ReadOnly, StorageFault::Busy, StorageFault::Damaged,
                 StorageFault::Unreachable, StorageFault::Newer, StorageFault::Interrupted, StorageFault::Other})
            QVERIFY(isChinese(storageError(fault).message));
        QCOMPARE(providerNamed(u"openai"_s)->displayName(), u"OpenAI 兼容"_s);
        QCOMPARE(providerNamed(u"sluice"_s)->displayName(), u"Sluice 网关"_s);
    }

    void theSampleOfStrategiesHasTheSentencesOfTheLanguage()
    {
        const Spoken chinese;
        const std::vector<TimedText> sample = strategySample();
        QString text;
        for (const TimedText& delta : sample)
            text += delta.text;

        QVERIFY(sample.size() > 100);
        QVERIFY(sample.back().at > std::chrono::seconds(5) && sample.back().at < std::chrono::seconds(12));
        for (const QChar end : {QChar(u'。'), QChar(u'！'), QChar(u'？')})
            QVERIFY2(text.contains(end), qPrintable(text));
        QVERIFY(isChinese(text.first(10)));
    }

    void thePageOfALoadTestIsInTheLanguage()
    {
        LoadReport report;
        report.setup.name = u"load"_s;
        report.ttftMs.add(100, 20);
        report.itlMs.add(10, 20);
        report.steps = {LoadStep {.started = 1, .succeeded = 1}};
        const QString english = QString::fromUtf8(loadReportHtml(report));
        QVERIFY(english.contains("<html lang=\"en\">"_L1));

        const Spoken chinese;
        const QString page = QString::fromUtf8(loadReportHtml(report));

        QVERIFY(page.contains("<html lang=\"zh-CN\">"_L1));
        static const QRegularExpression word(
            u">[^<>{}]*?\\b(?!Sluice\\b|TTFT|ITL|TPOT|E2E|token|kB|bytes)([A-Za-z]{3,})[^<>{}]*<"_s);
        QStringList left;
        QRegularExpressionMatchIterator words = word.globalMatch(page);
        while (words.hasNext())
            left << words.next().captured();
        QCOMPARE(left, QStringList());
    }

    void theDemoUsesTheWindowsWords()
    {
        const Spoken chinese;
        QVERIFY(demoScriptFor(u"策略").text.contains(QCoreApplication::translate("sluice::StrategyFields", "Stall guard")));
        QVERIFY(demoScriptFor(u"导览").text.contains(QCoreApplication::translate("sluice::EndpointDialog", "Provider")));
        QVERIFY(demoScriptFor(u"表格").text.contains(u"首个 token"));
    }
};

QTEST_GUILESS_MAIN(TestChinese)
#include "tst_chinese.moc"
