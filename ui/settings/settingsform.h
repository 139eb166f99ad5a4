#pragma once

#include <QScrollArea>

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace sluice {

class ComboBox;

/// The frame of a page of the settings: a heading, sections, and rows of a label and a field. It scrolls where it is short, and
/// puts labels above their fields where it is narrow. GUI thread.
class SettingsForm : public QScrollArea
{
    Q_OBJECT

public:
    explicit SettingsForm(const QString& heading, QWidget* parent = nullptr);

    /// Rows from now on stand below \a title.
    void addSection(const QString& title);
    /// \a field names what its label says to screen readers, unless it has a name already. Returns the label.
    QLabel* addRow(const QString& label, QWidget* field);
    /// Small muted text across the page.
    QLabel* addNote(const QString& text);
    /// Across the page.
    void addWide(QWidget* widget, int stretch = 0);
    void addGap();
    /// Behind the last row: what is left of the height stays empty.
    void addEnd();

    /// A row with \a field comes or goes.
    void setRowVisible(QWidget* field, bool isVisible);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitLabels();
    QFormLayout* rows();

    QVBoxLayout* m_layout;
    QFormLayout* m_rows = nullptr; // of the section that is being filled
};

/// A framed box of \a choices: what each is called, and its data.
ComboBox* makeChoice(const QString& name, const QList<std::pair<QString, QVariant>>& choices, QWidget* parent);

}
