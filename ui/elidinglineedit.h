#pragma once

#include <QLineEdit>

namespace sluice {

/// A line edit that ends in "…" what it has no room for, as long as nobody types in it. GUI thread.
class ElidingLineEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit ElidingLineEdit(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}
