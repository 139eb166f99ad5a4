#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    QString source;
    QStringList forms; ///< translations; of a counted text one a plural form
    bool isFinished = true;
    bool isCounted = false;
};

/// By context, source and comment.
using Catalogue = QMap<QString, Text>;

void readMessage(QXmlStreamReader& xml, const QString& context, Catalogue& catalogue)
{
    Text text;
    text.isCounted = xml.attributes().value("numerus"_L1) == "yes"_L1;
    QString comment;
    while (xml.readNextStartElement()) {
        if (xml.name() == "source"_L1)
            text.source = xml.readElementText();
        else if (xml.name() == "comment"_L1)
            comment = xml.readElementText();
        else if (xml.name() == "translation"_L1) {
            text.isFinished = !xml.attributes().hasAttribute("type"_L1);
            if (!text.isCounted)
                text.forms << xml.readElementText();
            else
                while (xml.readNextStartElement())
                    text.forms << xml.readElementText();
        } else
            xml.skipCurrentElement();
    }
    catalogue.insert(context + u'|' + text.source + (comment.isEmpty() ? QString() : u'|' + comment), text);
}

Catalogue read(const QString& fileName)
{
    Catalogue catalogue;
    QFile file(fileName);
    if (!file.open(QFile::ReadOnly))
        return catalogue;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1)
            context = xml.readElementText();
        else if (xml.name() == "message"_L1)
            readMessage(xml, context, catalogue);
    }
    return xml.hasError() ? Catalogue() : catalogue;
}

QStringList placeholders(const QString& text)
{
    static const QRegularExpression placeholder(u"%L?([1-9n])"_s);
    QStringList found;
    QRegularExpressionMatchIterator matches = placeholder.globalMatch(text);
    while (matches.hasNext())
        found << matches.next().captured(1);
    found.removeDuplicates(); // a language may say a thing twice
    found.sort();
    return found;
}

/// Of the letters that open a menu's entry; "&&" is one that is meant.
qsizetype accelerators(const QString& text)
{
    return text.count(u'&') - 2 * text.count("&&"_L1);
}

/// What the sources mark for the translators, by context and text. lupdate is not asked: it passes over a mark inside the call of
/// anything that is named like one of Qt's own functions.
QStringList markedTexts()
{
    static const QRegularExpression mark(u"QT_TRANSLATE_NOOP3?\\(\\s*\"([^\"]+)\",\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)"_s);
    static const QRegularExpression piecesEnd(u"\"\\s*\""_s);
    QStringList marked;
    for (const QString& part : {u"app"_s, u"core"_s, u"ui"_s}) {
        QDirIterator all(
            QStringLiteral(SLUICE_SOURCE_DIR) + u'/' + part, {u"*.cpp"_s, u"*.h"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (!file.open(QFile::ReadOnly))
                continue;
            QRegularExpressionMatchIterator matches = mark.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QRegularExpressionMatch match = matches.next();
                const QString text = match.captured(2).trimmed().replace(piecesEnd, QString());
                marked << match.captured(1) + u'|' + text.sliced(1, text.size() - 2).replace("\\\""_L1, "\""_L1);
            }
        }
    }
    return marked;
}

QString folder()
{
    return QStringLiteral(SLUICE_SOURCE_DIR) + "/translations/"_L1;
}

}

class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStringLiteral(SLUICE_LUPDATE).endsWith("NOTFOUND"_L1))
            QSKIP("lupdate is not installed");
        QVERIFY(m_directory.isValid());
        m_wanted = m_directory.filePath(u"wanted.ts"_s);
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(SLUICE_SOURCE_DIR));
        lupdate.start(QStringLiteral(SLUICE_LUPDATE),
            {u"-silent"_s, u"-no-obsolete"_s, u"-I"_s, u"."_s, u"app"_s, u"core"_s, u"ui"_s, u"-source-language"_s, u"en"_s,
                u"-target-language"_s, u"zh_CN"_s, u"-ts"_s, m_wanted});
        QVERIFY(lupdate.waitForFinished(120'000));
        QCOMPARE(lupdate.exitCode(), 0);
        QVERIFY(read(m_wanted).size() > 500);
    }

    void everyTextOfTheSourcesIsInTheCatalogue()
    {
        const Catalogue chinese = read(folder() + "sluice_zh_CN.ts"_L1);
        const Catalogue english = read(folder() + "sluice_en.ts"_L1);
        const Catalogue wanted = read(m_wanted);
        QStringList missing;
        for (auto text = wanted.begin(); text != wanted.end(); ++text) {
            if (!chinese.contains(text.key()))
                missing << "zh_CN: "_L1 + text.key();
            if (text->isCounted && !english.contains(text.key()))
                missing << "en: "_L1 + text.key();
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    void everyTextThatIsMarkedIsInTheCatalogue()
    {
        const Catalogue chinese = read(folder() + "sluice_zh_CN.ts"_L1);
        const QStringList marked = markedTexts();
        QVERIFY(marked.size() > 40);
        QStringList missing;
        for (const QString& text : marked) {
            if (!chinese.contains(text))
                missing << text;
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    void theCatalogueHoldsNothingThatNobodySays()
    {
        const Catalogue wanted = read(m_wanted);
        QStringList surplus;
        for (const QString& name : {u"sluice_zh_CN.ts"_s, u"sluice_en.ts"_s}) {
            const Catalogue catalogue = read(folder() + name);
            for (auto text = catalogue.begin(); text != catalogue.end(); ++text) {
                if (!wanted.contains(text.key()))
                    surplus << name + ": "_L1 + text.key();
            }
        }
        QVERIFY2(surplus.isEmpty(), qPrintable(surplus.join(u'\n')));
    }

    void everyTextIsTranslatedWithWhatItIsFilledWith_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qsizetype>("forms");
        QTest::newRow("Chinese") << u"sluice_zh_CN.ts"_s << qsizetype(1);
        QTest::newRow("English") << u"sluice_en.ts"_s << qsizetype(2);
    }

    void everyTextIsTranslatedWithWhatItIsFilledWith()
    {
        QFETCH(const QString, name);
        QFETCH(const qsizetype, forms);
        const Catalogue catalogue = read(folder() + name);
        QVERIFY(!catalogue.isEmpty());
        QStringList wrong;
        for (auto text = catalogue.begin(); text != catalogue.end(); ++text) {
            if (!text->isFinished)
                wrong << "unfinished: "_L1 + text.key();
            if (text->forms.size() != (text->isCounted ? forms : 1))
                wrong << "wrong number of forms: "_L1 + text.key();
            for (qsizetype i = 0; i < text->forms.size(); ++i) {
                const QString& form = text->forms[i];
                QStringList holds = placeholders(form);
                const QStringList filled = placeholders(text->source);
                if (form.isEmpty())
                    wrong << "empty: "_L1 + text.key();
                // "one message": of a single thing the number may go without saying.
                if (text->isCounted && forms > 1 && i == 0 && !holds.contains(u"n"_s) && filled.contains(u"n"_s)) {
                    holds << u"n"_s;
                    holds.sort();
                }
                if (holds != filled)
                    wrong << "other placeholders: "_L1 + text.key() + " → "_L1 + form;
                if (accelerators(form) != accelerators(text->source))
                    wrong << "other accelerators: "_L1 + text.key() + " → "_L1 + form;
                if (form.endsWith(u'…') != text->source.endsWith(u'…'))
                    wrong << "the ellipsis: "_L1 + text.key() + " → "_L1 + form;
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    QTemporaryDir m_directory;
    QString m_wanted;
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
