#pragma once

#include <QObject>

class QCheckBox;
class QLabel;
class QPushButton;

namespace sluice {

class MetricsPublisher;
class NumberField;
class Settings;
class SettingsForm;

/// The part of the page "Privacy" that turns the metrics for Prometheus on: switch, port, and the address once it is served. What
/// keeps it from being served is said below the switch. GUI thread.
class MetricsSection final : public QObject
{
    Q_OBJECT

public:
    /// Adds its rows to \a form, which owns it. The other two must outlive it.
    MetricsSection(SettingsForm& form, Settings& settings, MetricsPublisher& publisher);

private:
    void addAddress();
    void showSettings();
    void showServing();
    QString note() const;
    void copyAddress();

    SettingsForm& m_form;
    Settings& m_settings;
    MetricsPublisher& m_publisher;
    QCheckBox* m_isOn;
    QLabel* m_note;
    NumberField* m_port;
    QWidget* m_addressRow;
    QLabel* m_address;
    QPushButton* m_copy;
};

}
