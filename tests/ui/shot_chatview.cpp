// Renders a conversation that shows every block to PNG files, so that a change of look can be looked at:
// QT_QPA_PLATFORM=offscreen shot_chatview DIRECTORY [WIDTH [HEIGHT [SCALE]]]

#include "fakeconversation.h"

#include "ui/chat/chatview.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QScrollBar>
#include <QTextStream>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QString tour()
{
    QFile file(QStringLiteral(SLUICE_TEST_DATA "/tour.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

Message answer(const QString& text)
{
    Message message;
    message.role = Role::Assistant;
    message.text = text;
    message.model = u"demo"_s;
    message.figures = {.ttftMs = 412, .e2eMs = 4630, .textDeltas = 230, .usage = {}};
    return message;
}

void fill(FakeConversation& model)
{
    model.append(Role::User, u"What can you show me?"_s);
    Message first = answer(tour());
    first.reasoning = u"The user wants to see the renderer at work.\n\n1. Show every block.\n2. Keep it short."_s;
    first.figures.usage.completionTokens = 1213;
    first.figures.cached = true;
    first.figures.strip = {.waiting = 0.09, .cells = "0378999889978998qqqq79898999788998h8998799r89999889998777899988"_ba};
    model.append(first);
    model.append(Role::User,
        u"A longer question, which needs more than one line on its card: how does the view stay in place while an answer streams "
        u"in "
        "above or below it?\n\n你好，请用中文回答。🎉"_s);
    Message failed =
        answer(u"每一行都有自己的位置，因此阅读时不会跳动。English words 混排 with **粗体** and `code` 也没有问题。"_s);
    failed.state = MessageState::Failed;
    failed.error = Error {.message = u"The server closed the connection before the answer was complete. Try again."_s};
    failed.figures.strip = {.waiting = 0.6, .cells = "3499hhhhh98qqqqqqqqqqq"_ba};
    model.append(failed);
    model.append(Role::User, u"And now?"_s);
    Message thinking = answer({});
    thinking.state = MessageState::Streaming;
    thinking.reasoning = u"Let me think about what comes next, and say so in the muted colour of a thought."_s;
    thinking.figures = {};
    model.append(thinking);
    Message pending = answer({});
    pending.state = MessageState::Pending;
    model.append(pending);
}

void shoot(const QString& path, const Theme& theme, const QSize& size, qreal scale)
{
    setCurrentTheme(theme);
    FakeConversation model;
    fill(model);
    ChatView view;
    view.resize(size);
    view.setModel(&model);
    view.show();
    QApplication::processEvents();
    int page = 0;
    for (int y = 0;; y += size.height() - 80, ++page) {
        view.verticalScrollBar()->setValue(y);
        QApplication::processEvents();
        QImage image(size * scale, QImage::Format_RGB32);
        image.setDevicePixelRatio(scale);
        view.render(&image);
        image.save(path.arg(page));
        if (y >= view.verticalScrollBar()->maximum())
            break;
    }
    QTextStream(stdout) << path << ": " << page + 1 << " pages\n";
}

}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(u"Fusion"_s);
    const QStringList arguments = QApplication::arguments();
    const QString directory = arguments.value(1, u"."_s);
    const QSize size(arguments.value(2, u"900"_s).toInt(), arguments.value(3, u"1000"_s).toInt());
    const qreal scale = arguments.value(4, u"1"_s).toDouble();
    QDir().mkpath(directory);
    shoot(directory + u"/light-%1.png"_s, Theme::light(), size, scale);
    shoot(directory + u"/dark-%1.png"_s, Theme::dark(), size, scale);
    return 0;
}
