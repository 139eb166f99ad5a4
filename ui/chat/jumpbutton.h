#pragma once

#include <QPushButton>

namespace sluice {

class NewBelow;

/// A pill with an arrow that floats over the conversation, with what is new below beside its text. Its name is a contract: what
/// is new is its description. GUI thread.
class JumpButton final : public QPushButton
{
    Q_OBJECT

public:
    JumpButton(const QString& text, QWidget* parent);

    void setNews(const NewBelow& news);
    QString shownText() const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_news; // empty when nothing is new
};

}
