#include "ui/settings/desktopsection.h"

#include "core/engine/settings.h"
#include "ui/settings/settingsform.h"
#include "ui/wrappingcheckbox.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QSystemTrayIcon>

namespace sluice {

namespace {

struct DesktopSection
{
    Q_DECLARE_TR_FUNCTIONS(DesktopSection)
};

QCheckBox* addSwitch(SettingsForm& form, Settings& settings, const QString& text, bool DesktopChoice::* field)
{
    auto* box = new WrappingCheckBox(text, &form);
    const auto show = [&settings, box, field] { box->setChecked(settings.desktopChoice().*field); };
    show();
    QObject::connect(&settings, &Settings::desktopChoiceChanged, box, show);
    QObject::connect(box, &QCheckBox::toggled, &settings, [&settings, field](bool isOn) {
        DesktopChoice choice = settings.desktopChoice();
        choice.*field = isOn;
        settings.setDesktopChoice(choice);
    });
    form.addWide(box);
    return box;
}

}

void addDesktopSection(SettingsForm& form, Settings& settings)
{
    form.addSection(DesktopSection::tr("Desktop"));
    addSwitch(form, settings, DesktopSection::tr("Notify when a long answer ends"), &DesktopChoice::notifies);
    addSwitch(form, settings, DesktopSection::tr("Stay in the tray when closed"), &DesktopChoice::usesTray);
    form.addNote(QSystemTrayIcon::isSystemTrayAvailable()
            ? DesktopSection::tr("A notification says the title of the conversation, and nothing of what was written in it.")
            : DesktopSection::tr("A notification says the title of the conversation, and nothing of what was written in it. This "
                                 "desktop has no tray now: closing the window ends Sluice."));
}

}
