#pragma once

#include <QLineEdit>
#include <QTimer>

namespace sluice {

/// Where the user writes what to search for; Escape empties it. GUI thread.
class SearchField final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchField(QWidget* parent = nullptr);

    void searchFor(const QString& text); ///< at once

Q_SIGNALS:
    /// 300 ms after the last key, or at once when the user does not want to wait or has emptied it.
    void searchRequested(const QString& query);
    void downPressed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeText(const QString& text);
    void apply();
    void applyTheme();

    QAction* m_icon;
    QAction* m_clear;
    QTimer m_delay;
};

}
