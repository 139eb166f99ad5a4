#pragma once

#include <QFrame>

class QLabel;

namespace sluice {

/// One sentence across the top of the chat, with a button that takes it away; hidden while there is nothing to say. Never takes
/// the focus. GUI thread.
class NoticeBar final : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void showNotice(const QString& text);
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_label;
};

}
