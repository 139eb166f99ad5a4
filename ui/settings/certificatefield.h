#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace sluice {

/// The path of a certificate file, to type or to choose. The file is looked at in the worker's thread as the path changes; what
/// is wrong with it stands below, and how many certificates it holds when nothing is. GUI thread.
class CertificateField final : public QWidget
{
    Q_OBJECT

public:
    explicit CertificateField(const QString& path, QWidget* parent = nullptr);

    QString path() const; ///< empty = none
    /// False while a file cannot be used; while it has not been looked at yet, what was known before still holds.
    bool isUsable() const { return m_isUsable; }
    QString note() const; ///< what stands below

Q_SIGNALS:
    void changed(); ///< the path, or what is known of it

private:
    void look();
    void show(const QString& note, bool isUsable);
    void chooseFile();

    QLineEdit* m_path;
    QLabel* m_note;
    bool m_isUsable = true;
    int m_lastLook = 0;
};

}
