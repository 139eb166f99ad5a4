// Linked to app/sluice.cpp, it makes the real program one that a test can drive without a display: lines on standard input press
// its buttons, and lines on standard output tell what its window shows, with the time in microseconds of the monotonic clock.
//
//   in   strategy NAME | send TEXT | continue | new | choose TITLE | text
//   out  T ready | T row COUNT STATE CHARACTERS | T notice TEXT | T continue 0|1 | T text TEXT | T absent BUTTON
//
// TEXT is in percent encoding.
//
// "row" is about the last message. What is shown is looked at every few milliseconds, so a time is that much late at most.

#include "core/base/clock.h"
#include "core/chat/conversation.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageroles.h"
#include "ui/mainwindow.h"
#include "ui/noticebar.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QListView>
#include <QSocketNotifier>
#include <QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace sluice;

namespace {

class Driver final : public QObject
{
public:
    explicit Driver(QObject* parent)
        : QObject(parent)
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        m_input.setEnabled(false);
        connect(&m_input, &QSocketNotifier::activated, this, [this] { read(); });
        m_look.setTimerType(Qt::PreciseTimer);
        connect(&m_look, &QTimer::timeout, this, [this] { look(); });
        m_look.start(4ms);
    }

private:
    template <typename Widget>
    Widget* shown(const QString& name) const
    {
        const QList<Widget*> all = m_window->findChildren<Widget*>();
        for (Widget* widget : all) {
            const QAccessibleInterface* access = widget->isVisible() ? QAccessible::queryAccessibleInterface(widget) : nullptr;
            if (access && access->text(QAccessible::Name) == name)
                return widget;
        }
        return nullptr;
    }

    static void say(const QByteArray& line)
    {
        const auto now = std::chrono::duration_cast<Micros>(steadyClock().now().time_since_epoch());
        const QByteArray whole = QByteArray::number(qint64(now.count())) + ' ' + line + '\n';
        if (::write(STDOUT_FILENO, whole.constData(), size_t(whole.size())) < 0)
            std::_Exit(3); // nobody is there any more
    }

    static void sayIfNew(QByteArray& last, const QByteArray& line)
    {
        if (std::exchange(last, line) != line)
            say(line);
    }

    void read()
    {
        char bytes[4096];
        const ssize_t size = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (size <= 0) {
            m_input.setEnabled(false);
            QApplication::closeAllWindows();
            return;
        }
        m_unread.append(bytes, qsizetype(size));
        for (qsizetype end = m_unread.indexOf('\n'); end >= 0; end = m_unread.indexOf('\n')) {
            const QString line = QString::fromUtf8(m_unread.first(end));
            m_unread.remove(0, end + 1);
            obey(line.section(u' ', 0, 0), line.section(u' ', 1));
        }
    }

    void obey(const QString& verb, const QString& argument)
    {
        if (verb == u"strategy"_s) {
            auto* box = shown<QComboBox>(u"Buffer strategy"_s);
            box->setCurrentText(argument);
            Q_EMIT box->textActivated(argument);
        } else if (verb == u"send"_s) {
            m_window->findChild<Composer*>()->setText(argument);
            press(u"Send"_s);
        } else if (verb == u"continue"_s) {
            press(u"Continue"_s);
        } else if (verb == u"new"_s) {
            press(u"New conversation"_s);
        } else if (verb == u"choose"_s) {
            auto* list = shown<QListView>(u"Conversations"_s);
            const QModelIndexList found = list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, argument);
            if (!found.isEmpty())
                Q_EMIT list->clicked(found.first());
        } else if (verb == u"text"_s) {
            say("text " + row().data(MessageTextRole).toString().toUtf8().toPercentEncoding());
        }
    }

    void press(const QString& name) const
    {
        if (auto* button = shown<QAbstractButton>(name); button && button->isEnabled())
            button->click();
        else
            say("absent " + name.toUtf8());
    }

    QModelIndex row() const
    {
        const QAbstractItemModel* model = m_window->findChild<ChatView*>()->model();
        return model->index(model->rowCount() - 1, 0);
    }

    void look()
    {
        if (!m_window) {
            const QWidgetList all = QApplication::topLevelWidgets();
            for (QWidget* widget : all)
                m_window = m_window ? m_window : qobject_cast<MainWindow*>(widget);
        }
        const ChatPane* pane = m_window ? m_window->findChild<ChatPane*>() : nullptr;
        if (!pane)
            return;
        sayIfNew(m_notice, "notice " + pane->notice()->text().toUtf8().toPercentEncoding());
        if (!pane->session())
            return;
        if (!m_input.isEnabled() && !std::exchange(m_isReady, true)) {
            m_input.setEnabled(true);
            say("ready");
        }
        const QModelIndex last = row();
        if (!last.isValid() || !last.data(MessageIsLoadedRole).toBool())
            return;
        const auto state = MessageState(last.data(MessageStateRole).toInt());
        sayIfNew(m_row,
            "row " + QByteArray::number(last.row() + 1) + ' ' + messageStateName(state).toUtf8() + ' '
                + QByteArray::number(last.data(MessageTextRole).toString().size()));
        const auto* button = shown<QAbstractButton>(u"Continue"_s);
        sayIfNew(m_continue, "continue " + QByteArray::number(button && button->isEnabled() ? 1 : 0));
    }

    QSocketNotifier m_input;
    QTimer m_look;
    MainWindow* m_window = nullptr;
    QByteArray m_unread;
    QByteArray m_notice {"notice "}; // said last
    QByteArray m_row;
    QByteArray m_continue;
    bool m_isReady = false;
};

void startDriver()
{
    new Driver(QCoreApplication::instance());
}

Q_COREAPP_STARTUP_FUNCTION(startDriver)

}
