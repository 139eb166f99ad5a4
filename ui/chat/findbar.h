#pragma once

#include "ui/markdown/needle.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace sluice {

class SpokenNotice;

/// Across the top of the chat: what to find, which hit of how many, and the way to the next. Knows nothing of what is searched.
/// Hidden until open(). GUI thread.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    /// Takes the focus; \a text replaces what was searched for unless it is empty.
    void open(const QString& text);
    /// Gives the focus back to where it was.
    void close();
    bool isOpen() const { return !isHidden(); }
    /// Opens as \a former is; searchRequested() follows.
    void takeOver(const FindBar& former);

    Needle needle() const;
    /// \a ordinal from 1, 0 without a current hit. \a hasMore: \a total is not the whole.
    void setProgress(qint64 ordinal, qint64 total, bool hasMore, bool isSearching);

    void goNext();
    void goPrevious();

Q_SIGNALS:
    /// 150 ms after the last key, or at once when the user does not want to wait.
    void searchRequested(const sluice::Needle& needle);
    void nextRequested();
    void previousRequested();
    void closed();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QToolButton* makeButton(const QString& name, const QString& toolTip);
    bool applyPending();
    void sayProgress(qint64 ordinal);
    void applyTheme();

    QLineEdit* m_field;
    QLabel* m_progress;
    SpokenNotice* m_voice;
    QString m_saidPlace; // what was searched for, and which hit
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_case;
    QToolButton* m_close;
    QTimer m_delay;
    QPointer<QWidget> m_focusBefore;
};

}
