#pragma once

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;

namespace sluice {

class SpokenNotice;

/// What a number may be.
struct NumberRange
{
    int lowest = 0;
    int highest = 0;
    QString unit {}; ///< behind the field; empty = none
};

/// A whole number to type. What cannot be used is refused while it is typed, by a sentence below it, and changes nothing. GUI
/// thread.
class NumberField final : public QWidget
{
    Q_OBJECT

public:
    NumberField(const QString& name, const NumberRange& range, QWidget* parent = nullptr);

    /// What is in force. Something else that is being typed, and cannot be used, stays as long as the field has the focus.
    void setValue(int value);
    /// What else can be wrong with a number within the range: a sentence, empty = nothing.
    void setCheck(std::function<QString(int)> check);
    /// Said below the field as long as nothing is wrong.
    void setHint(const QString& hint);
    /// Judges what is typed again: what \c check looks at is another thing now.
    void recheck();

    QLineEdit* line() const { return m_line; }
    QString note() const; ///< what stands below the field

Q_SIGNALS:
    void typed(int value); ///< by the user, and usable; at each key
    void settled(int value); ///< the same, once the user has left it: for what half a number would harm

protected:
    void changeEvent(QEvent* event) override;

private:
    QString problem() const;
    void fitLine();
    void show(const QString& problem);
    void takeText();
    void takeEnd();

    const NumberRange m_range;
    QLineEdit* m_line;
    QLabel* m_note;
    SpokenNotice* m_voice;
    QString m_hint;
    std::function<QString(int)> m_check;
};

}
