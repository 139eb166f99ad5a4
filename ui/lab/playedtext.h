#pragma once

#include "ui/blocks/markdownlayout.h"

#include <QWidget>

namespace sluice {

/// An answer that grows, as the chat shows one: Markdown, its end in view. What is above the frame is not seen. GUI thread.
class PlayedText final : public QWidget
{
    Q_OBJECT

public:
    explicit PlayedText(QWidget* parent = nullptr);

    void clear();
    /// \a isGrowing: more may come; then what a little more text would turn into something else is not painted yet.
    void append(const QString& text, bool isGrowing);
    const QString& text() const { return m_text; }
    int paints() const { return m_paints; }

    QSize sizeHint() const override { return minimumSizeHint(); } // it takes what is left over
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRect inner() const;
    void updateLayout(size_t firstChanged);

    QString m_text;
    MarkdownDocument m_document;
    MarkdownLayout m_layout;
    bool m_isGrowing = false;
    int m_paints = 0;
};

}
