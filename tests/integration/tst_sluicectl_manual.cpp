// What the program says of itself: the manual page, the reference in docs/, the completions.
#include "tests/support/ctlprocess.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice::test;

namespace {

QByteArray printed(const QStringList& arguments)
{
    CtlProcess ctl(arguments);
    return ctl.wait() == 0 ? ctl.output() : QByteArray();
}

/// Every option of `sluicectl COMMAND --help`.
QStringList optionsOf(const QStringList& command)
{
    QStringList options;
    static const QRegularExpression option(u"^  (?:-\\w, )?(--[a-z-]+)"_s, QRegularExpression::MultilineOption);
    auto matches = option.globalMatch(QString::fromUtf8(printed(command + QStringList(u"--help"_s))));
    while (matches.hasNext())
        options += matches.next().captured(1);
    return options;
}

/// What bash offers behind \a words, the last of which is being typed.
QStringList completed(const QStringList& words)
{
    QTemporaryFile script;
    if (!script.open())
        return {};
    script.write(printed({u"completion"_s, u"bash"_s}));
    script.flush();
    QProcess bash;
    const QStringList program {u"-c"_s,
        uR"(source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sluicectl; printf '%s\n' "${COMPREPLY[@]}")"_s,
        script.fileName()};
    bash.start(u"bash"_s, program + words);
    bash.waitForFinished();
    return QString::fromUtf8(bash.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
}

}

class TestSluicectlManual : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReferenceInTheDocumentationIsWhatTheProgramSays();
    void theManualHasEveryOption_data();
    void theManualHasEveryOption();
    void bashCompletesCommandsActionsAndOptions();
    void anUnknownShellIsWrongUse();
};

void TestSluicectlManual::theReferenceInTheDocumentationIsWhatTheProgramSays()
{
    QFile reference(QFINDTESTDATA("../../docs/cli.md"));
    QVERIFY(reference.open(QFile::ReadOnly));
    // When this fails: build/dev/bin/sluicectl manual --format markdown > docs/cli.md
    QCOMPARE(QString::fromUtf8(reference.readAll()), QString::fromUtf8(printed({u"manual"_s, u"--format"_s, u"markdown"_s})));
}

void TestSluicectlManual::theManualHasEveryOption_data()
{
    QTest::addColumn<QStringList>("command");
    for (const QStringList& command : QList<QStringList> {{u"ask"_s}, {u"serve"_s}, {u"sse"_s}, {u"models"_s},
             {u"history"_s, u"export"_s}, {u"history"_s, u"import"_s}, {u"record"_s}, {u"replay"_s}})
        QTest::addRow("%s", qPrintable(command.join(u' '))) << command;
}

void TestSluicectlManual::theManualHasEveryOption()
{
    QFETCH(QStringList, command);
    const QString page = QString::fromUtf8(printed({u"manual"_s}));
    const QStringList options = optionsOf(command);
    QVERIFY(!options.isEmpty());
    QVERIFY(page.startsWith(u".TH SLUICECTL 1"_s));
    const qsizetype at = page.indexOf(u".SS \"%1\""_s.arg(command.join(u' ')));
    QVERIFY(at > 0);
    const QString section = page.mid(at, page.indexOf(u".SS"_s, at + 3) - at);
    for (const QString& option : options)
        QVERIFY2(section.contains(QString(option).replace(u'-', u"\\-"_s)), qPrintable(option));
}

void TestSluicectlManual::bashCompletesCommandsActionsAndOptions()
{
    QCOMPARE(completed({u"sluicectl"_s, u"se"_s}), QStringList {u"serve"_s});
    QCOMPARE(completed({u"sluicectl"_s, u"history"_s, u""_s}), (QStringList {u"export"_s, u"import"_s}));
    QCOMPARE(completed({u"sluicectl"_s, u"history"_s, u"export"_s, u"--form"_s}), QStringList {u"--format"_s});
    QVERIFY(completed({u"sluicectl"_s, u"ask"_s, u"--js"_s}).contains(u"--json"_s));
}

void TestSluicectlManual::anUnknownShellIsWrongUse()
{
    CtlProcess ctl({u"completion"_s, u"tcsh"_s});
    QCOMPARE(ctl.wait(), 2);
    QVERIFY(ctl.saysOneLine());
}

QTEST_GUILESS_MAIN(TestSluicectlManual)
#include "tst_sluicectl_manual.moc"
