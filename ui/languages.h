#pragma once

#include <QLocale>
#include <QObject>
#include <QTranslator>

namespace sluice {

class Settings;

/// Keeps the program's texts, and how it writes numbers and dates, in the language of the settings or, where they name none, of
/// the system. Widgets that are there already keep their texts: see WindowHost. One per program, made after QApplication and
/// before the first widget. GUI thread.
class Languages final : public QObject
{
    Q_OBJECT

public:
    /// \a settings must outlive this.
    explicit Languages(Settings& settings, QObject* parent = nullptr);
    ~Languages() override;

    /// The one that is spoken: "en" or "zh_CN".
    QString current() const { return m_current; }

Q_SIGNALS:
    /// Whatever is made from now on speaks another language than what is there.
    void changed();

private:
    void apply();

    Settings& m_settings;
    const QLocale m_system; // before anything is changed
    QString m_current;
    QTranslator m_texts;
    QTranslator m_qtTexts; ///< of the dialogs and menus that Qt brings
};

/// Of \a chosen (Settings::language) on a system that speaks \a wanted, the best first (QLocale::uiLanguages): "en" or "zh_CN".
/// Without one that we speak it is English.
QString languageFor(const QString& chosen, const QStringList& wanted);

}
