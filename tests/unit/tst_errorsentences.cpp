#include "core/chat/errorbody.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// A language in which every sentence of Error stands in brackets, with the punctuation of Chinese.
class Bracketed final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }

    QString translate(const char* context, const char* source, const char* /*comment*/, int /*n*/) const override
    {
        const QString text = QString::fromUtf8(source);
        if (qstrcmp(context, "Error") != 0)
            return {};
        if (text == "%1: %2"_L1)
            return u"%1：%2"_s;
        return text == "%1."_L1 ? u"%1。"_s : u'[' + text + u']';
    }
};

struct InBrackets
{
    Bracketed language;
    InBrackets() { QCoreApplication::installTranslator(&language); }
    ~InBrackets() { QCoreApplication::removeTranslator(&language); }
};

// What talks to other programs or to a terminal stays English.
bool speaksToPrograms(const QString& file)
{
    static const QStringList folders {u"core/gateway/"_s, u"core/redis/"_s, u"core/lab/naivecomparison.cpp"_s,
        u"core/engine/sseclient.cpp"_s, u"core/engine/eventsourcerules.cpp"_s, u"core/recording/replayconnection.cpp"_s};
    return std::any_of(folders.begin(), folders.end(), [&](const QString& folder) { return file.startsWith(folder); });
}

}

class TestErrorSentences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorSpeaksTheLanguageOfTheProgram()
    {
        const InBrackets brackets;

        const Error error = errorFromAnswer({.status = 401, .headers = {}}, {});

        QCOMPARE(error.message, u"[The server did not accept the API key] (HTTP 401)：[check the key of this endpoint]。"_s);
    }

    void theServersOwnWordsAndFullStopStay()
    {
        const InBrackets brackets;

        const Error error = errorFromAnswer({.status = 500, .headers = {}}, R"({"error":{"message":"out of 100%1 memory。"}})");

        QCOMPARE(error.message, u"[The server failed] (HTTP 500)：out of 100%1 memory。"_s);
    }

    void withoutALanguageItIsEnglish()
    {
        const Error error = errorFromAnswer({.status = 401, .headers = {}}, {});

        QCOMPARE(error.message, u"The server did not accept the API key (HTTP 401): check the key of this endpoint."_s);
    }

    /// A sentence that reaches the window but no translator would stay English for ever, unseen.
    void everySentenceForTheWindowCanBeTranslated()
    {
        static const QRegularExpression untranslated(
            u"(?:\\bmessage = [^\";]*?|(?:failure|refuse|refusal|protocol|fault|error|fail|failLater)\\([^\";{}]*)u\"[A-Z'%]"_s);
        const QDir sources(QStringLiteral(SLUICE_SOURCE_DIR));
        QStringList found;
        int files = 0;
        for (const QString& part : {u"core"_s, u"ui"_s}) {
            QDirIterator all(sources.filePath(part), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (all.hasNext()) {
                const QString name = sources.relativeFilePath(all.next());
                if (speaksToPrograms(name))
                    continue;
                QFile file(all.filePath());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++files;
                QRegularExpressionMatchIterator matches = untranslated.globalMatch(QString::fromUtf8(file.readAll()));
                while (matches.hasNext())
                    found.append(name + ": "_L1 + matches.next().captured());
            }
        }

        QVERIFY(files > 100);
        QCOMPARE(found, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestErrorSentences)
#include "tst_errorsentences.moc"
