#include "ui/languages.h"

#include "core/engine/settings.h"

#include <QCoreApplication>
#include <QLibraryInfo>

/// At namespace scope, as its macro wants it.
static void initTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace sluice {

using namespace Qt::StringLiterals;

QString languageFor(const QString& chosen, const QStringList& wanted)
{
    const QStringList all = chosen.isEmpty() ? wanted : QStringList {chosen};
    for (const QString& name : all) {
        const QLocale locale(name);
        if (locale.language() == QLocale::English)
            return u"en"_s;
        // Traditional characters are another script, which we do not write: whoever reads it has more of the English.
        if (locale.language() == QLocale::Chinese && locale.script() == QLocale::SimplifiedChineseScript)
            return u"zh_CN"_s;
    }
    return u"en"_s;
}

Languages::Languages(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_system(QLocale::system())
{
    initTranslations();
    connect(&settings, &Settings::languageChanged, this, &Languages::apply);
    apply();
}

Languages::~Languages() = default; // a translator takes itself out of the application

void Languages::apply()
{
    const QString language = languageFor(m_settings.language(), m_system.uiLanguages());
    if (language == m_current)
        return;
    const bool isFirst = m_current.isEmpty();
    m_current = language;
    const QLocale locale(language);
    // Who reads English in Dublin writes dates as in Dublin; who reads it in Berlin would get German months between English
    // words.
    const bool isSpoken = m_system.language() == locale.language() && m_system.script() == locale.script();
    const bool isNone = m_system.language() == QLocale::C && m_settings.language().isEmpty();
    QLocale::setDefault(isSpoken || isNone ? m_system : locale);

    QCoreApplication::removeTranslator(&m_texts);
    QCoreApplication::removeTranslator(&m_qtTexts);
    if (m_texts.load(u":/translations/sluice_%1.qm"_s.arg(language)))
        QCoreApplication::installTranslator(&m_texts);
    if (m_qtTexts.load(u"qtbase_"_s + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTexts);
    if (!isFirst)
        Q_EMIT changed();
}

}
