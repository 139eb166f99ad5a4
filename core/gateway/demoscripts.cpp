#include "core/gateway/demoscripts.h"

#include <QFile>
#include <QHash>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// The words that ask for a topic. The first topic that has a word in the message wins.
struct Topic
{
    const char* name; ///< of its file in resources/demo/<language>
    std::array<QStringView, 4> words;
    bool isInChinese = true; ///< there is a text of it in Chinese too
};

constexpr std::array<Topic, 10> Topics {{
    {"help", {u"help", u"帮助"}},
    {"table", {u"table", u"表格"}},
    {"code", {u"code", u"program", u"代码", u"程序"}},
    {"strategies", {u"strateg", u"buffer", u"策略", u"缓冲"}},
    {"resume", {u"resume", u"reconnect", u"续传", u"断线"}},
    {"math", {u"math", u"formula", u"latex"}, false},
    {"markdown", {u"markdown"}, false},
    {"long", {u"long", u"长文", u"很长"}},
    {"tour", {u"tour", u"导览"}},
    {"hello", {u"hello", u"hi there", u"你好", u"您好"}},
}};

constexpr std::array<QStringView, 4> ThinkWords {u"think", u"reason", u"思考", u"推理"};

/// A Latin word counts from its start on ("table" is not in "stable"); Chinese has no word borders to look for.
bool holds(QStringView message, QStringView word)
{
    qsizetype at = message.indexOf(word, 0, Qt::CaseInsensitive);
    while (at > 0 && word.front() < u'\x80' && message[at - 1].isLetterOrNumber())
        at = message.indexOf(word, at + 1, Qt::CaseInsensitive);
    return at >= 0;
}

bool asks(QStringView message, const std::array<QStringView, 4>& words)
{
    return std::any_of(
        words.begin(), words.end(), [message](QStringView word) { return !word.isEmpty() && holds(message, word); });
}

bool isChinese(QStringView message)
{
    return std::any_of(message.begin(), message.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF; });
}

QString load(const QString& language, const char* name)
{
    QFile file(u":/demo/%1/%2.md"_s.arg(language, QLatin1StringView(name)));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened); // compiled in
    return opened ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

/// All texts by "language/name", read once.
const QHash<QString, QString>& texts()
{
    static const QHash<QString, QString> all = [] {
        QHash<QString, QString> loaded;
        for (const QString& language : {u"en"_s, u"zh"_s}) {
            for (const Topic& topic : Topics) {
                if (language == "en"_L1 || topic.isInChinese)
                    loaded.insert(language + u'/' + QLatin1StringView(topic.name), load(language, topic.name));
            }
            loaded.insert(language + u"/reasoning"_s, load(language, "reasoning"));
        }
        return loaded;
    }();
    return all;
}

QStringView textOf(const QString& language, const char* name)
{
    const auto found = texts().constFind(language + u'/' + QLatin1StringView(name));
    return found == texts().cend() ? QStringView() : QStringView(*found);
}

}

DemoScript demoScriptFor(QStringView message)
{
    // Nobody writes a topic behind the first pages, and a hostile message must not cost a search through megabytes.
    const QStringView start = message.first(std::min<qsizetype>(message.size(), 4096));
    const QString language = isChinese(start) ? u"zh"_s : u"en"_s;
    const auto topic = std::find_if(Topics.begin(), Topics.end(), [start](const Topic& each) { return asks(start, each.words); });

    DemoScript script;
    if (asks(start, ThinkWords))
        script.reasoning = textOf(language, "reasoning");
    if (topic != Topics.end())
        script.text = textOf(language, topic->name);
    if (script.text.isEmpty())
        script.text = textOf(language, "tour");
    return script;
}

}
