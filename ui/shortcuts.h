#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

class QAction;

namespace sluice {

class Settings;

/// The keys of the window's actions: the usual ones, or what the user chose instead. Actions get theirs from here, at once when
/// the settings change. GUI thread.
class Shortcuts final : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        QString id; ///< stable, stands in the settings
        QString title;
        QAction* action;
        QList<QKeySequence> usual;
    };

    /// \a settings must outlive this.
    explicit Shortcuts(Settings& settings, QObject* parent = nullptr);

    /// \a action must outlive this.
    void add(const QString& id, const QString& title, QAction* action, const QList<QKeySequence>& usual);

    const QList<Entry>& entries() const { return m_entries; }
    /// The first of its keys, in force now; empty = none.
    QKeySequence keys(const Entry& entry) const;
    bool isUsual(const Entry& entry) const;
    /// Why \a keys cannot be those of \a entry: one sentence, empty = they can.
    QString problem(const QKeySequence& keys, const Entry& entry) const;

    void set(const Entry& entry, const QKeySequence& keys); ///< empty = none
    void reset(const Entry& entry);
    void resetAll();

Q_SIGNALS:
    void changed();

private:
    QList<QKeySequence> inForce(const Entry& entry) const;
    void apply();

    Settings& m_settings;
    QList<Entry> m_entries;
};

}
