// The page "Shortcuts" of the settings: the keys of the window's actions.

#include "ui/settings/keybutton.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"
#include "ui/shortcuts.h"
#include "ui/styleproperty.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

class ShortcutsPage final : public SettingsForm
{
    Q_OBJECT

public:
    ShortcutsPage(Shortcuts& shortcuts, QWidget* parent);

private:
    void addShortcut(const Shortcuts::Entry& entry);
    void showAll();

    struct Row
    {
        Shortcuts::Entry entry;
        KeyButton* keys;
        QPushButton* reset;
        QLabel* note;
    };

    Shortcuts& m_shortcuts;
    QList<Row> m_rows;
};

ShortcutsPage::ShortcutsPage(Shortcuts& shortcuts, QWidget* parent)
    : SettingsForm(tr("Shortcuts"), parent)
    , m_shortcuts(shortcuts)
{
    addNote(tr("Press a button, then the new keys; Backspace for none, Escape to leave it."));
    for (const Shortcuts::Entry& entry : shortcuts.entries())
        addShortcut(entry);
    auto* all = new QPushButton(tr("Reset all"), this);
    all->setAutoDefault(false);
    all->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(all, &QPushButton::clicked, &shortcuts, &Shortcuts::resetAll);
    addWide(all);
    addEnd();
    connect(&shortcuts, &Shortcuts::changed, this, &ShortcutsPage::showAll);
    showAll();
}

void ShortcutsPage::addShortcut(const Shortcuts::Entry& entry)
{
    auto* field = new QWidget(this);
    const Row row {
        .entry = entry, .keys = new KeyButton(field), .reset = new QPushButton(tr("Reset"), field), .note = new QLabel(field)};
    row.reset->setAutoDefault(false);
    row.reset->setProperty("quiet", true);
    row.reset->setAccessibleName(tr("Reset %1").arg(entry.title));
    row.note->setProperty("textSize", u"small"_s);
    row.note->setProperty("tone", u"error"_s);
    row.note->setWordWrap(true);
    row.note->hide();
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(row.keys);
    first->addWidget(row.reset);
    first->addStretch(1);
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(row.note);
    field->setFocusProxy(row.keys);
    connect(row.reset, &QPushButton::clicked, this, [this, row] {
        row.keys->setFocus(); // the button that was pressed is about to go
        m_shortcuts.reset(row.entry);
    });
    connect(row.keys, &KeyButton::pressedKeys, this, [this, row](const QKeySequence& keys) {
        const QString problem = m_shortcuts.problem(keys, row.entry);
        row.note->setText(problem);
        row.note->setVisible(!problem.isEmpty());
        row.keys->setAccessibleDescription(problem);
        if (problem.isEmpty())
            m_shortcuts.set(row.entry, keys);
    });
    addRow(entry.title, field);
    m_rows.append(row);
}

void ShortcutsPage::showAll()
{
    for (const Row& row : std::as_const(m_rows)) {
        row.keys->setKeys(m_shortcuts.keys(row.entry));
        row.keys->setAccessibleName(tr("%1: %2").arg(row.entry.title, row.keys->text()));
        row.reset->setVisible(!m_shortcuts.isUsual(row.entry));
        row.note->hide(); // the keys it spoke of may be free now
    }
}

}

QWidget* makeShortcutsPage(const SettingsServices& services, QWidget* parent)
{
    return new ShortcutsPage(services.shortcuts, parent);
}

}

#include "shortcutspage.moc"
