// Pictures of the Lab: each page, light and dark, wide and narrow. `shot_lab DIR`.

#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/loadpage.h"
#include "ui/lab/loadresults.h"
#include "ui/lab/loadvalues.h"
#include "ui/lab/strategiespage.h"

#include <QApplication>
#include <QDir>
#include <QScrollBar>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    const QDir directory(QApplication::arguments().value(1));
    const BlockWorker worker;
    WindowFixture fixture;
    LoadValues values;
    values.endpointId = DemoEndpointId.toString();
    values.prompt = u"hello"_s;
    values.users = 24;
    values.seconds = 12;
    values.requests = 5000;
    values.warmUp = 1;
    values.ttftLimit = 500;
    fixture.settings.setLabState(u"load", toJson(values));
    fixture.window->lab().open(u"load"_s);
    LabWindow* lab = fixture.window->lab().window();
    auto* load = qobject_cast<LoadPage*>(lab->page(u"load"_s));
    const auto shoot = [&](const QString& name) {
        for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
            fixture.settings.setColorScheme(scheme);
            for (const QSize size : {QSize(1280, 800), QSize(900, 600)}) {
                lab->resize(size);
                QTest::qWait(100);
                lab->grab().save(directory.filePath(u"%1-%2-%3.png"_s.arg(
                    name, scheme == ColorScheme::Light ? u"light"_s : u"dark"_s, QString::number(size.width()))));
            }
        }
    };
    shoot(u"load-empty"_s);
    load->start();
    QTest::qWait(7000);
    const PaintCount paints = load->results().paints();
    std::printf("7 s of a load test: %lld paints, %.3f s of CPU\n", static_cast<long long>(paints.count), paints.seconds);
    shoot(u"load-running"_s);
    (void)QTest::qWaitFor([&] { return !load->isRunning(); }, 60'000);
    shoot(u"load-finished"_s);
    const QString report = directory.filePath(u"load.json"_s);
    load->saveTo(report, LoadFormat::Json);
    QTest::qWait(300);
    load->compareWith(report);
    QTest::qWait(300);
    QScrollBar* bar = load->results().verticalScrollBar();
    shoot(u"load-done"_s);
    bar->setValue(bar->maximum());
    shoot(u"load-tables"_s);
    lab->showPage(u"strategies"_s);
    QTest::qWait(4000);
    shoot(u"strategies"_s);
}
