// Text that is made to be slow, and messages that are very long: the longest time without an answer to the user.

#include "tests/bench/shownview.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <utility>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr double LimitMs = 100;

std::vector<std::pair<QString, QString>> hostileTexts()
{
    return {
        {u"10,000 nested quotes"_s, u">"_s.repeated(10'000) + u"x"_s},
        {u"200 quotes on each of 500 lines"_s, (u">"_s.repeated(200) + u"x\n"_s).repeated(500)},
        {u"10,000 nested lists"_s, u"- "_s.repeated(10'000)},
        {u"a million backticks"_s, u"`"_s.repeated(1'000'000)},
        {u"200,000 backticks apart"_s, u"` "_s.repeated(200'000)},
        {u"50,000 open stars"_s, u"*a **b "_s.repeated(50'000)},
        {u"200,000 brackets"_s, u"["_s.repeated(200'000)},
        {u"50,000 open links"_s, u"[a](b "_s.repeated(50'000)},
        {u"table of 20,000 columns"_s,
            u"|a"_s.repeated(20'000) + u"|\n"_s + u"|-"_s.repeated(20'000) + u"|\n"_s + u"|a"_s.repeated(20'000) + u"|\n"_s},
        {u"table of 20,000 rows"_s, u"|a|b|c|\n|-|-|-|\n"_s + u"|1|2|3|\n"_s.repeated(20'000)},
        {u"zalgo"_s, (u"a"_s + QString(QChar(0x0301)).repeated(200)).repeated(500)},
        {u"20,000 overrides of direction"_s, (QString(QChar(0x202e)) + u"text "_s).repeated(20'000)},
        {u"a word of 1,000,000 letters"_s, u"w"_s.repeated(1'000'000)},
        {u"a word of 1,000,000 letters in code"_s, u"```\n"_s + u"w"_s.repeated(1'000'000)},
        {u"100,000 joiners"_s, QString(QChar(0x200d)).repeated(100'000)},
        {u"50,000 emoji"_s, u"😀"_s.repeated(50'000)},
        {u"100,000 entities"_s, u"&a;"_s.repeated(100'000)},
        {u"10,000 definitions"_s, u"[a]: b\n\n[a]\n\n"_s.repeated(10'000)},
        {u"100,000 dollars"_s, u"$a"_s.repeated(100'000)},
        {u"200,000 line breaks"_s, u"x  \n"_s.repeated(50'000)},
    };
}

void pageUp(ShownView& shown)
{
    QKeyEvent event(QEvent::KeyPress, Qt::Key_PageUp, Qt::NoModifier);
    QCoreApplication::sendEvent(&shown.view(), &event);
}

/// The longest frame in wall time: what the user would wait for.
void printLongest(Report& report, const QString& what, const Costs& costs)
{
    report.printLimited(what, costs.cpu.max(), LimitMs, u"ms"_s, {{u"wall_max"_s, rounded(costs.wall.max())}});
}

void benchText(Report& report, const QString& name, const QString& text)
{
    ShownView shown(20);
    Costs whole;
    whole.add(shown.frame([&] { shown.model().append(Role::Assistant, text); }));
    Costs scrolling;
    for (int i = 0; i < 5; ++i)
        scrolling.add(shown.frame([&] {
            pageUp(shown);
            shown.view().viewport()->update(); // at the top nothing moves
        }));
    Costs resizing;
    resizing.add(shown.frame([&] { shown.view().resize(857, 600); }));
    shown.frame([&] { shown.model().removeLast(); });

    Costs growing;
    shown.frame([&] { shown.view().followLatest(); });
    shown.frame([&] { shown.model().append(Role::Assistant, {}, MessageState::Streaming); });
    const qsizetype step = std::max(qsizetype(1), text.size() / 30);
    for (qsizetype at = 0; at < text.size(); at += step)
        growing.add(shown.frame([&] { shown.model().growLast(QStringView(text).mid(at, step)); }));
    for (int i = 0; i < 10; ++i)
        growing.add(shown.frame([&] { shown.model().growLast(u" more"); }));
    printLongest(report, u"hostile: "_s + name + u", whole"_s, whole);
    printLongest(report, u"hostile: "_s + name + u", growing"_s, growing);
    printLongest(report, u"hostile: "_s + name + u", scrolling"_s, scrolling);
    printLongest(report, u"hostile: "_s + name + u", resizing"_s, resizing);
}

void benchLong(Report& report, Shape shape, qsizetype characters)
{
    Costs opening;
    Costs resizing;
    ShownView shown(10);
    const QString text = sampleText(shape, characters);
    for (int round = 0; round < 3; ++round) {
        auto model = std::make_unique<BenchConversation>(100);
        model->append(Role::Assistant, text);
        opening.add(shown.open(std::move(model)));
        resizing.add(shown.frame([&] { shown.view().resize(856 + (round % 2 == 0 ? 1 : 0), 600); }));
    }
    const QString what = u"last message of %1 characters, %2"_s.arg(characters).arg(shapeName(shape));
    report.printLimited(what + u": open"_s, opening.cpu.percentile(0.5), LimitMs, u"ms"_s, opening.toJson());
    report.printLimited(what + u": resize 1 px"_s, resizing.cpu.percentile(0.5), LimitMs, u"ms"_s, resizing.toJson());
}

}

void benchHostile(Report& report)
{
    for (const auto& [name, text] : hostileTexts())
        benchText(report, name, text);
}

void benchLongMessages(Report& report)
{
    for (const qsizetype characters : {200'000, 1'000'000}) {
        for (const Shape shape : AllShapes)
            benchLong(report, shape, characters);
    }
}

}
