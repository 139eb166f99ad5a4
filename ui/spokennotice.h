#pragma once

#include <QWidget>

namespace sluice {

/// What screen readers say although nothing has the focus that it is about. Takes no room and shows nothing; its accessible name
/// is what it said last. GUI thread, does not wait.
///
/// Qt 6.4 knows no announcements, so this sends the signals of AT-SPI itself: `Announcement` to who listens for it, and to others
/// (Orca before version 44) that a notification shows. Nothing happens where Qt is on no accessibility bus.
class SpokenNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit SpokenNotice(QWidget* parent);

    void say(const QString& text);

private:
    void send(const QString& text, bool isAnnouncement);
};

}
