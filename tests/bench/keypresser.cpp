#include "tests/bench/keypresser.h"

#include "tests/bench/cputime.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QInputDevice>
#include <QKeyEvent>
#include <QWidget>

#include <algorithm>
#include <chrono>

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#undef KeyPress // QEvent has one too

namespace sluice::bench {

KeyPresser::KeyPresser(QWidget& editor)
    : m_usesServer(QGuiApplication::platformName() == QStringLiteral("xcb"))
{
    (void)QInputDevice::primaryKeyboard(); // is made on first use, which must not be in the other thread
    m_thread = std::thread([this, &editor] { run(editor); });
}

KeyPresser::~KeyPresser()
{
    m_isStopping = true;
    m_thread.join();
}

std::vector<qint64> KeyPresser::take(size_t count)
{
    const std::lock_guard lock(m_mutex);
    const auto end = m_presses.begin() + std::ptrdiff_t(std::min(count, m_presses.size()));
    std::vector<qint64> taken(m_presses.begin(), end);
    m_presses.erase(m_presses.begin(), end);
    return taken;
}

void KeyPresser::run(QWidget& editor)
{
    Display* display = m_usesServer ? XOpenDisplay(nullptr) : nullptr;
    const KeyCode key = display ? XKeysymToKeycode(display, XK_a) : KeyCode(0);
    for (int i = 0; !m_isStopping; ++i) {
        {
            const std::lock_guard lock(m_mutex);
            m_presses.push_back(monotonicUs());
        }
        if (display) {
            XTestFakeKeyEvent(display, key, True, CurrentTime);
            XTestFakeKeyEvent(display, key, False, CurrentTime);
            XFlush(display);
        } else {
            QCoreApplication::postEvent(&editor, new QKeyEvent(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a")));
        }
        // Never in step with the frames.
        std::this_thread::sleep_for(std::chrono::milliseconds(150 + i * 7 % 17));
    }
    if (display)
        XCloseDisplay(display);
}

}
