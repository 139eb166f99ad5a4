// Renders the window with attachments, in messages and in the composer, to PNG files, so that a change of look can be looked at:
// shot_attachments DIRECTORY [WIDTH [HEIGHT]]

#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentdrop.h"
#include "ui/chat/attachmentviewer.h"
#include "ui/chat/attachmentwords.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"

#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Attachment scene(const QString& name, const QSize& size, int hue)
{
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, size.height());
    sky.setColorAt(0, QColor::fromHsv(hue, 60, 240));
    sky.setColorAt(1, QColor::fromHsv((hue + 40) % 360, 160, 150));
    painter.fillRect(image.rect(), sky);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor::fromHsv((hue + 180) % 360, 90, 250));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(QPointF(size.width() * 0.7, size.height() * 0.35), size.height() * 0.15, size.height() * 0.15);
    painter.end();
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    image.save(&file, "png");
    return {.name = name, .mimeType = "image/png", .data = file.data()};
}

Attachment text(const QString& name, qsizetype size)
{
    return {.name = name, .mimeType = "text/plain", .data = QByteArray("0123456789abcde\n").repeated(size / 16)};
}

void wait(const ChatSession& session)
{
    (void)QTest::qWaitFor([&] { return session.messageCount() > 0 && !session.isRunning(); }, 20000);
    QTest::qWait(300);
}

void shoot(const QString& directory, const QString& name, const QSize& size, ColorScheme scheme)
{
    test::WindowFixture f;
    const BlockWorker worker;
    f.window.reset();
    f.settings.setColorScheme(scheme);
    f.open();
    MainWindow& window = *f.window;
    window.resize(size);
    auto* pane = window.findChild<ChatPane*>();
    auto* composer = window.findChild<Composer*>();
    const auto send = [&](const QString& words, const QList<Attachment>& attachments) {
        composer->attachments()->set(attachments);
        composer->setText(words);
        Q_EMIT composer->sendRequested(words);
        (void)QTest::qWaitFor([&] { return !pane->session()->isRunning() && composer->text().isEmpty(); }, 1000);
        QTest::qWait(400);
        pane->session()->stop();
        wait(*pane->session());
    };
    const auto save = [&](const QString& part) {
        QTest::qWait(200);
        window.grab().save(directory + u"/%1-%2-%3.png"_s.arg(name).arg(size.width()).arg(part));
    };
    send(u"What is on this picture?"_s, {scene(u"harbour.png"_s, {1600, 1000}, 200)});
    save(u"single"_s);
    send({},
        {scene(u"a.png"_s, {800, 800}, 20), scene(u"b.png"_s, {300, 900}, 100), scene(u"c.png"_s, {900, 300}, 280),
            scene(u"d.png"_s, {640, 480}, 330), text(u"server.log"_s, 234'000)});
    save(u"several"_s);
    send(u"Compare the two files and say what changed."_s,
        {text(u"configuration-of-the-production-server-in-frankfurt.yaml"_s, 12'000), text(u"b.yaml"_s, 500)});
    composer->attachments()->set({scene(u"harbour.png"_s, {1600, 1000}, 200), text(u"server.log"_s, 234'000),
        text(u"configuration-of-the-production-server-in-frankfurt.yaml"_s, 12'000), scene(u"b.png"_s, {300, 900}, 100)});
    composer->attachments()->refuse(faultSentence(AttachmentFault::Kind, u"report.pdf"_s));
    composer->setText(u"A question that goes with them"_s);
    save(u"composer"_s);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(u"/tmp/a.txt"_s)});
    QDragEnterEvent event(pane->rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(pane, &event);
    save(u"drop"_s);
    AttachmentViewer viewer(scene(u"harbour.png"_s, {1600, 1000}, 200), &window);
    viewer.resize(700, 500);
    viewer.show();
    QTest::qWait(300);
    viewer.grab().save(directory + u"/%1-%2-viewer.png"_s.arg(name).arg(size.width()));
}

}

int main(int argc, char** argv)
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString directory = arguments.value(1, u"."_s);
    const QSize size(arguments.value(2, u"1400"_s).toInt(), arguments.value(3, u"900"_s).toInt());
    QDir().mkpath(directory);
    shoot(directory, u"light"_s, size, ColorScheme::Light);
    shoot(directory, u"dark"_s, size, ColorScheme::Dark);
    return 0;
}
