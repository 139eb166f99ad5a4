#pragma once

#include <QWidget>

namespace sluice {

/// Text that grows in a frame of a fixed height: its end is what is seen. GUI thread.
class PreviewText final : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewText(QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
};

}
