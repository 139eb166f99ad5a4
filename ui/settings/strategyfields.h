#pragma once

#include "core/flow/strategyoptions.h"

#include <QObject>

#include <vector>

class QLabel;

namespace sluice {

class ComboBox;
class NumberField;
class Settings;
class SettingsForm;

/// The rows that choose the default buffer strategy and its parameters: only those that it reads are there. What is usable
/// applies at once. GUI thread.
class StrategyFields final : public QObject
{
    Q_OBJECT

public:
    /// Puts its rows into \a form, which owns it; \a settings must outlive both.
    StrategyFields(SettingsForm& form, Settings& settings);

private:
    struct Number
    {
        NumberField* field;
        QStringList strategies; ///< that read it
        int (*read)(const StrategyOptions&);
        void (*write)(StrategyOptions&, int);
    };

    void addNumbers();
    NumberField* add(const QString& label, const QString& unit, int lowest, const QStringList& strategies,
        int (*read)(const StrategyOptions&), void (*write)(StrategyOptions&, int));
    void chooseName();
    void showOptions();

    SettingsForm& m_form;
    Settings& m_settings;
    ComboBox* m_name;
    QLabel* m_words;
    std::vector<Number> m_numbers;
};

}
