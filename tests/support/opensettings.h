#pragma once

#include "tests/support/windowfixture.h"
#include "ui/combobox.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsdialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace sluice::test {

/// The window with its settings open on a page.
struct OpenSettings : WindowFixture
{
    explicit OpenSettings(const QString& page, const QString& storeDirectory = {})
        : WindowFixture(storeDirectory)
    {
        show(page);
    }

    void show(const QString& page)
    {
        window->openSettings(page);
        dialog = window->findChild<SettingsDialog*>();
        shown = dialog->findChild<QStackedWidget*>()->currentWidget();
    }

    NumberField* number(const QString& name) const { return named<NumberField>(shown, name); }
    ComboBox* choice(const QString& name) const { return named<ComboBox>(shown, name); }
    QPushButton* button(const QString& text) const
    {
        const QList<QPushButton*> all = shown->findChildren<QPushButton*>();
        for (QPushButton* button : all) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    SettingsDialog* dialog = nullptr;
    QWidget* shown = nullptr;
};

inline void type(NumberField* field, const QString& text)
{
    field->line()->setText(text);
    Q_EMIT field->line()->textEdited(text); // as pasted: typed one by one, each beginning is a number, too
    Q_EMIT field->line()->editingFinished();
}

inline void choose(ComboBox* box, const QVariant& data)
{
    box->setCurrentIndex(box->findData(data));
    Q_EMIT box->activated(box->currentIndex());
}

}
