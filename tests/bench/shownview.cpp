#include "tests/bench/shownview.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QCursor>
#include <QImage>
#include <QPixmap>
#include <QScrollBar>
#include <QWheelEvent>

#include <ctime>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

double nowMs(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) * 1e-6;
}

}

Cost costOf(const std::function<void()>& work)
{
    const double wall = nowMs(CLOCK_MONOTONIC);
    const double cpu = nowMs(CLOCK_THREAD_CPUTIME_ID);
    work();
    return {.cpu = nowMs(CLOCK_THREAD_CPUTIME_ID) - cpu, .wall = nowMs(CLOCK_MONOTONIC) - wall};
}

QJsonObject Costs::toJson() const
{
    return {{u"n"_s, cpu.count()}, {u"painted"_s, painted}, {u"cpu_p50"_s, rounded(cpu.percentile(0.5))},
        {u"cpu_p99"_s, rounded(cpu.percentile(0.99))}, {u"cpu_max"_s, rounded(cpu.max())},
        {u"update_p50"_s, rounded(update.percentile(0.5))}, {u"update_p99"_s, rounded(update.percentile(0.99))},
        {u"wall_p50"_s, rounded(wall.percentile(0.5))}, {u"wall_p99"_s, rounded(wall.percentile(0.99))},
        {u"wall_max"_s, rounded(wall.max())}};
}

ShownView::ShownView(int rows)
    : m_model(std::make_unique<BenchConversation>(rows))
    , m_view(std::make_unique<ChatView>())
{
    QCursor::setPos(0, 0); // what shows only under the mouse must not come and go
    m_view->move(40, 40);
    m_view->resize(856, 600);
    m_view->viewport()->installEventFilter(this);
    m_view->setModel(m_model.get());
    m_view->show();
    while (!m_painted)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCoreApplication::processEvents();
}

ShownView::~ShownView() = default;

bool ShownView::eventFilter(QObject*, QEvent* event)
{
    m_painted = m_painted || event->type() == QEvent::Paint;
    return false;
}

Cost ShownView::run(const std::function<void()>& change, int turns)
{
    m_painted = false;
    double update = 0;
    Cost cost = costOf([&] {
        update = costOf(change).cpu;
        QCoreApplication::sendPostedEvents(); // queued calls, layout requests
        auto& events = *QAbstractEventDispatcher::instance();
        int turn = 0;
        while (turn < turns && events.processEvents(QEventLoop::AllEvents)) // timers that are due; painting
            ++turn;
    });
    cost.update = update;
    cost.hasPainted = m_painted;
    return cost;
}

Cost ShownView::staticRepaint()
{
    const Cost cost = frame([this] { m_view->viewport()->update(); });
    if (!cost.hasPainted)
        qFatal("the view does not paint");
    return cost;
}

Cost ShownView::open(std::unique_ptr<BenchConversation> model)
{
    const Cost cost = frame([this, &model] { m_view->setModel(model.get()); });
    m_model = std::move(model);
    return cost;
}

void ShownView::wheel(int notches)
{
    const QPointF at = QRectF(m_view->viewport()->rect()).center();
    QWheelEvent event(
        at, m_view->viewport()->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

QImage ShownView::picture()
{
    return m_view->viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

int ShownView::offset() const
{
    return m_view->verticalScrollBar()->value();
}

}
