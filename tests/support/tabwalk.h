#pragma once

#include <QAccessible>
#include <QApplication>
#include <QImage>
#include <QTest>
#include <QWidget>

namespace sluice::test {

/// One stop of the keyboard on its way through a window.
struct TabStop
{
    QString name; ///< as screen readers say it
    bool isMarked = false; ///< it looks different with the focus
    const QWidget* widget = nullptr;
};

/// What a screen reader calls the widget that has the focus; its class in brackets when it has no name.
inline QString focusName(const QWidget* widget)
{
    if (!widget)
        return QStringLiteral("[nothing]");
    const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    const QString name = interface ? interface->text(QAccessible::Name) : QString();
    return name.isEmpty() ? u'[' + QString::fromLatin1(widget->metaObject()->className()) + u']' : name;
}

/// From where the focus is in \a window, with Tab or Shift+Tab, until it is there again or \a most stops were made: a trap.
inline QList<TabStop> walkByTab(QWidget& window, bool isForward = true, int most = 80)
{
    const auto shot = [&window] {
        QCoreApplication::processEvents(); // what the focus has changed is painted
        return window.grab().toImage();
    };
    QList<TabStop> stops;
    const QWidget* first = QApplication::focusWidget();
    QImage before = shot();
    while (stops.size() < most) {
        QWidget* at = QApplication::focusWidget();
        QTest::keyClick(at, isForward ? Qt::Key_Tab : Qt::Key_Backtab, isForward ? Qt::NoModifier : Qt::ShiftModifier);
        const QWidget* next = QApplication::focusWidget();
        const QImage now = shot();
        // Where it was, and what is drawn around it.
        const QRect place = QRect(at->mapTo(&window, QPoint()), at->size()).adjusted(-16, -16, 16, 16);
        const bool isMarked = before.copy(place) != now.copy(place);
        stops.append({.name = focusName(at), .isMarked = isMarked, .widget = next});
        before = now;
        if (next == first || !next)
            break;
    }
    return stops;
}

inline QStringList namesOf(const QList<TabStop>& stops)
{
    QStringList names;
    for (const TabStop& stop : stops)
        names += stop.name;
    return names;
}

inline QStringList unmarkedOf(const QList<TabStop>& stops)
{
    QStringList names;
    for (const TabStop& stop : stops) {
        if (!stop.isMarked)
            names += stop.name;
    }
    return names;
}

}
