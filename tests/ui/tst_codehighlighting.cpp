#include "ui/blocks/codehighlighting.h"
#include "ui/blocks/sourcehighlighter.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace sluice;

namespace {

constexpr int PatienceMs = 30'000;

struct FakeState
{
    std::atomic<qint64> clock = 0; // ms; lines move it on
    std::atomic<qint64> lines = 0;
    std::atomic<qint64> linesBeforeMarker = -1;
    std::atomic<bool> isOpen = false; // "gate" lines wait for it
};

/// Colours whole lines as comments. "slow" lines take 60 ms of the test's own clock, "bad" ones cannot be coped with.
class FakeHighlighter final : public SyntaxHighlighter
{
public:
    explicit FakeHighlighter(FakeState& state)
        : m_state(state)
    { }

    std::optional<QList<HighlightSpan>> highlight(QStringView line) override
    {
        if (line.startsWith(u"bad"))
            return std::nullopt;
        if (line.startsWith(u"gate"))
            m_state.isOpen.wait(false);
        if (line.startsWith(u"marker"))
            m_state.linesBeforeMarker = m_state.lines.load();
        ++m_state.lines;
        m_state.clock += (line.startsWith(u"slow") ? 60ms : 1ms) / 1ms;
        return QList<HighlightSpan> {{.start = 0, .length = int(line.size()), .kind = TokenKind::Comment}};
    }

private:
    FakeState& m_state;
};

class FakeDefinitions final : public SyntaxDefinitions
{
public:
    explicit FakeDefinitions(FakeState& state)
        : m_state(state)
    { }

    std::unique_ptr<SyntaxHighlighter> create(const QString&) override { return std::make_unique<FakeHighlighter>(m_state); }

private:
    FakeState& m_state;
};

struct FakeWorker
{
    FakeState state;
    BlockWorker worker {{.definitions = [this] { return std::make_unique<FakeDefinitions>(state); },
        .cpuTime = [this] { return std::chrono::nanoseconds(state.clock.load() * 1ms); }}};
};

QList<QList<HighlightSpan>> allSpans(const CodeHighlighting& code)
{
    QList<QList<HighlightSpan>> all;
    for (qsizetype line = 0; line < code.highlightedLines(); ++line)
        all.append(code.spans(line));
    return all;
}

QString program(int functions)
{
    QString code;
    for (int i = 0; i < functions; ++i)
        code += u"/* 说明 %1\n   over lines 🎉 */\nint f%1(int x)\n{\n\treturn x + %1; // \"%1\"\n}\n"_s.arg(i);
    return code;
}

}

class TestCodeHighlighting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesGiveTheSameAsTheWhole()
    {
        BlockWorker worker;
        const QString code = program(50);
        const qsizetype lines = code.count(u'\n');
        CodeHighlighting whole(u"cpp"_s);
        CodeHighlighting grown(u"cpp"_s);
        QRandomGenerator random(7);

        whole.append(code);
        for (qsizetype at = 0; at < code.size();) {
            qsizetype end = at;
            for (int more = random.bounded(1, 6); more > 0 && end < code.size(); --more)
                end = code.indexOf(u'\n', end) + 1;
            grown.append(QStringView(code).sliced(at, end - at));
            at = end;
        }

        QTRY_COMPARE_WITH_TIMEOUT(whole.highlightedLines(), lines, PatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(grown.highlightedLines(), lines, PatienceMs);
        QCOMPARE(allSpans(grown), allSpans(whole));
        QCOMPARE(whole.spans(1), (QList<HighlightSpan> {{.start = 0, .length = 19, .kind = TokenKind::Comment}}));
        QCOMPARE(whole.spans(4).last(), (HighlightSpan {.start = 15, .length = 6, .kind = TokenKind::Comment}));
    }

    void theLastLineMayComeWithoutItsBreak()
    {
        BlockWorker worker;
        CodeHighlighting code(u"py"_s);
        code.append(u"# one\n\n# two");
        QTRY_COMPARE_WITH_TIMEOUT(code.highlightedLines(), 3, PatienceMs);
        QCOMPARE(code.spans(0).size(), 1);
        QCOMPARE(code.spans(1).size(), 0);
        QCOMPARE(code.spans(2).size(), 1);
    }

    void withoutAWorkerCodeIsPlain()
    {
        CodeHighlighting code(u"cpp"_s);
        code.append(u"int x;\n");
        code.reset();
        QCOMPARE(code.highlightedLines(), 0);
        QCOMPARE(code.spans(0), {});
        QCOMPARE(code.spans(-1), {});
    }

    void anUnknownLanguageIsPlainAndDisturbsNobody()
    {
        BlockWorker worker;
        CodeHighlighting unknown(u"klingon"_s);
        CodeHighlighting known(u"py"_s);
        unknown.append(u"x = 1\n");
        known.append(u"x = 1\n");
        QTRY_COMPARE_WITH_TIMEOUT(known.highlightedLines(), 1, PatienceMs);
        QCOMPARE(unknown.highlightedLines(), 0);
    }

    void withoutTheLibrarysFilesOurOwnLanguagesStillWork()
    {
        QTest::ignoreMessage(QtWarningMsg, "Source-highlight's language definitions are not installed: most code stays plain");
        BlockWorker worker({.definitions = [] { return std::make_unique<SourceDefinitions>(QString()); }});
        CodeHighlighting library(u"cpp"_s);
        CodeHighlighting own(u"python"_s);
        library.append(u"int x;\n");
        own.append(u"def f(): pass\n");
        QTRY_COMPARE_WITH_TIMEOUT(own.highlightedLines(), 1, PatienceMs);
        QCOMPARE(own.spans(0).size(), 3);
        QCOMPARE(library.highlightedLines(), 0);
    }

    void tooLongALineIsPlainAndTheOnesAfterItAreNot()
    {
        FakeWorker fake;
        CodeHighlighting code(u"c"_s);
        code.append(QString(CodeHighlighting::MaxLineLength, u'x') + u'\n' + QString(CodeHighlighting::MaxLineLength + 1, u'x')
            + u"\nshort\n"_s);
        QTRY_COMPARE_WITH_TIMEOUT(code.highlightedLines(), 3, PatienceMs);
        QCOMPARE(code.spans(0).size(), 1);
        QCOMPARE(code.spans(1).size(), 0);
        QCOMPARE(code.spans(2).size(), 1);
    }

    void linesBeyondTheLimitArePlain()
    {
        FakeWorker fake;
        CodeHighlighting code(u"c"_s);
        code.append(u"x\n"_s.repeated(CodeHighlighting::MaxLines - 1));
        code.append(u"y\nz\n");
        code.append(u"z\n");
        CodeHighlighting after(u"c"_s);
        after.append(u"x\n");
        QTRY_COMPARE_WITH_TIMEOUT(after.highlightedLines(), 1, PatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(code.highlightedLines(), CodeHighlighting::MaxLines, PatienceMs);
        QCOMPARE(code.spans(CodeHighlighting::MaxLines), {});
    }

    void aLineThatTakesTooLongEndsTheColoursOfItsBlockOnly()
    {
        FakeWorker fake;
        CodeHighlighting slow(u"c"_s);
        CodeHighlighting other(u"c"_s);
        slow.append(u"one\nslow\nthree\n");
        other.append(u"one\ntwo\n");
        QTRY_COMPARE_WITH_TIMEOUT(other.highlightedLines(), 2, PatienceMs);
        slow.append(u"four\n");
        other.append(u"three\n");
        QTRY_COMPARE_WITH_TIMEOUT(other.highlightedLines(), 3, PatienceMs);
        QCOMPARE(slow.highlightedLines(), 2);
        QCOMPARE(slow.spans(0).size(), 1);
    }

    void aLineTheDefinitionCannotCopeWithIsPlain()
    {
        FakeWorker fake;
        CodeHighlighting code(u"c"_s);
        code.append(u"one\nbad\nthree\n");
        QTRY_COMPARE_WITH_TIMEOUT(code.highlightedLines(), 3, PatienceMs);
        QCOMPARE(code.spans(0).size(), 1);
        QCOMPARE(code.spans(1).size(), 0);
        QCOMPARE(code.spans(2).size(), 1);
    }

    void aNewBlockIsNotStuckBehindAHugeOne()
    {
        FakeWorker fake;
        CodeHighlighting huge(u"c"_s);
        huge.append(u"gate\n"_s + u"x\n"_s.repeated(CodeHighlighting::MaxLines - 1));
        CodeHighlighting small(u"c"_s);
        small.append(u"marker\n");
        fake.state.isOpen = true;
        fake.state.isOpen.notify_all();

        QTRY_COMPARE_WITH_TIMEOUT(small.highlightedLines(), 1, PatienceMs);

        // The slice that was at work and one more, of 4 lines each: they take a millisecond of the test's clock.
        QVERIFY2(fake.state.linesBeforeMarker <= 8, qPrintable(QString::number(fake.state.linesBeforeMarker)));
    }

    void newsOfManyBlocksComeTogether()
    {
        FakeWorker fake;
        QSignalSpy changed(&fake.worker, &BlockWorker::changed);
        std::vector<std::unique_ptr<CodeHighlighting>> blocks;
        QElapsedTimer time;
        time.start();
        for (int i = 0; i < 200; ++i) {
            blocks.push_back(std::make_unique<CodeHighlighting>(u"c"_s));
            blocks.back()->append(u"x\ny\nz\n");
        }
        for (const auto& block : blocks)
            QTRY_COMPARE_WITH_TIMEOUT(block->highlightedLines(), 3, PatienceMs);
        QVERIFY(changed.count() >= 1);
        QVERIFY2(changed.count() <= time.elapsed() / (BlockWorker::PublishInterval.count() - 1) + 2,
            qPrintable(u"%1 in %2 ms"_s.arg(changed.count()).arg(time.elapsed())));
    }

    void aBlockThatIsGoneGetsNothing()
    {
        BlockWorker worker;
        const QString code = program(500);
        for (int i = 0; i < 20; ++i) {
            CodeHighlighting gone(u"cpp"_s);
            gone.append(code);
            if (i % 4 == 0)
                QCoreApplication::processEvents();
        }
        CodeHighlighting stays(u"cpp"_s);
        stays.append(u"int x;\n");
        QTRY_COMPARE_WITH_TIMEOUT(stays.highlightedLines(), 1, PatienceMs);
        QCOMPARE(stays.spans(0).size(), 1);
    }

    void afterAResetOnlyTheNewLinesCount()
    {
        FakeWorker fake;
        CodeHighlighting code(u"c"_s);
        code.append(u"old line\n"_s.repeated(500));
        code.reset();
        code.append(u"new\n");
        QTRY_COMPARE_WITH_TIMEOUT(code.highlightedLines(), 1, PatienceMs);
        QCOMPARE(code.spans(0), (QList<HighlightSpan> {{.start = 0, .length = 3, .kind = TokenKind::Comment}}));
        CodeHighlighting after(u"c"_s);
        after.append(u"x\n");
        QTRY_COMPARE_WITH_TIMEOUT(after.highlightedLines(), 1, PatienceMs);
        QCOMPARE(code.highlightedLines(), 1);
    }

    void aWorkerMayGoWhileItIsBusyAndBlocksKeepWhatTheyHave()
    {
        std::unique_ptr<CodeHighlighting> code;
        {
            BlockWorker worker;
            code = std::make_unique<CodeHighlighting>(u"cpp"_s);
            code->append(u"int x;\n");
            QTRY_COMPARE_WITH_TIMEOUT(code->highlightedLines(), 1, PatienceMs);
            code->append(program(2000));
        }
        code->append(u"int y;\n");
        const qsizetype kept = code->highlightedLines();
        QCoreApplication::processEvents();
        QCOMPARE(code->highlightedLines(), kept);
        QCOMPARE(code->spans(0).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCodeHighlighting)
#include "tst_codehighlighting.moc"
