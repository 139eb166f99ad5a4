#pragma once

#include "tests/bench/benchconversation.h"
#include "tests/bench/report.h"
#include "ui/chat/chatview.h"

#include <QImage>

#include <functional>
#include <memory>

namespace sluice::bench {

/// Milliseconds of one operation: what this thread computed, and what passed.
struct Cost
{
    double cpu = 0;
    double wall = 0;
    double update = 0; ///< CPU of the change itself, which updates the view: without painting
    bool hasPainted = false; ///< what is out of sight may change without
};

/// CPU and wall time of \a work.
Cost costOf(const std::function<void()>& work);

/// Many costs.
struct Costs
{
    Samples cpu;
    Samples wall;
    Samples update;
    int painted = 0;

    void add(const Cost& cost)
    {
        cpu.add(cost.cpu);
        wall.add(cost.wall);
        update.add(cost.update);
        painted += cost.hasPainted ? 1 : 0;
    }

    /// Medians and tails, how many there were, and how many of them painted.
    QJsonObject toJson() const;
};

/// The real ChatView in a window of its own, as large as in a maximised window on a small screen.
class ShownView final : private QObject
{
public:
    explicit ShownView(int rows);
    ~ShownView() override;

    BenchConversation& model() { return *m_model; }
    ChatView& view() { return *m_view; }

    /// Does \a change and then what it left to do: layout, painting, the flush to the window. What the loop does of itself.
    Cost frame(const std::function<void()>& change) { return run(change, 1); }
    /// The same until nothing is left to do, also what a timer of the first turn wants painted.
    Cost operation(const std::function<void()>& change) { return run(change, MostTurns); }
    Cost staticRepaint();

    /// Another conversation; the cost until it is on the screen.
    Cost open(std::unique_ptr<BenchConversation> model);

    void wheel(int notches);
    QImage picture();
    int offset() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static constexpr int MostTurns = 8; // of the event loop

    Cost run(const std::function<void()>& change, int turns);

    std::unique_ptr<BenchConversation> m_model;
    std::unique_ptr<ChatView> m_view;
    bool m_painted = false;
};

void benchRows(Report& report);
void benchFlushes(Report& report);
void benchHostile(Report& report);
void benchLongMessages(Report& report);

}
