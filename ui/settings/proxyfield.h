#pragma once

#include "core/base/proxychoice.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

namespace sluice {

class ComboBox;

/// The choice of a proxy: the system's, none, or an address to type, which is judged while it is typed. GUI thread.
class ProxyField final : public QWidget
{
    Q_OBJECT

public:
    enum class Inherits {
        No,
        Yes, ///< may be left to the choice for all endpoints
    };

    ProxyField(const QString& name, Inherits inherits, QWidget* parent = nullptr);

    /// Nothing: left to the choice for all.
    void setChoice(const std::optional<ProxyChoice>& choice);
    /// What is chosen, as far as it is usable.
    std::optional<ProxyChoice> choice() const;
    bool isUsable() const { return m_isUsable; }

Q_SIGNALS:
    void changed(); ///< by the user; ask isUsable()

private:
    void judge();

    ComboBox* m_kind;
    QLineEdit* m_address;
    QLabel* m_note;
    bool m_isUsable = true;
};

}
