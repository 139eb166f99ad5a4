#include "tests/bench/sampletext.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr std::array Words {"the", "buffer", "stream", "latency", "frame", "paint", "window", "token", "cache", "queue", "while",
    "event", "parser", "layout", "between", "reads", "a", "percentile", "of", "server", "before", "scroll", "and", "model"};

class Writer
{
public:
    explicit Writer(quint32 seed)
        : m_state(seed * 2654435761U + 97)
    { }

    const QString& text() const { return m_text; }

    int number(int below)
    {
        m_state = m_state * 1664525U + 1013904223U;
        return int((m_state >> 8) % quint32(below));
    }

    void words(int count)
    {
        for (int i = 0; i < count; ++i) {
            const int kind = number(40);
            const QString word = QLatin1StringView(Words[size_t(number(int(Words.size())))]);
            m_text += kind == 0 ? u"**"_s + word + u"** "_s : kind == 1 ? u'`' + word + u"()` "_s : word + u' ';
        }
    }

    void paragraph()
    {
        for (int i = 0, sentences = 2 + number(4); i < sentences; ++i) {
            words(8 + number(10));
            m_text += i % 2 ? u"流式输出的每个标记. "_s : u"done. "_s;
        }
        m_text += u"\n\n"_s;
    }

    void listItem()
    {
        m_text += number(3) == 0 ? u"  - "_s : u"- "_s;
        words(5 + number(6));
        m_text += u'\n';
    }

    void codeLine()
    {
        m_text += u"    auto %1 = queue.take(%2); // "_s.arg(QLatin1StringView(Words[size_t(number(16))])).arg(number(999));
        words(number(4));
        m_text += u'\n';
    }

    void tableRow()
    {
        m_text += u"| "_s;
        words(2);
        m_text += u"| %1.%2 | %3 | "_s.arg(number(99)).arg(number(10)).arg(100 + number(900));
        words(2);
        m_text += u"|\n"_s;
    }

    void tableHead() { m_text += u"| Metric | p50 | p99 | Note |\n|:--|--:|--:|:-:|\n"_s; }
    void add(QStringView text) { m_text += text; }

    void section(int index)
    {
        m_text += u"## %1. "_s.arg(index + 1);
        words(3);
        m_text += u"\n\n"_s;
        paragraph();
        switch (index % 4) {
        case 0:
            repeat(5, [this] { listItem(); });
            break;
        case 1:
            m_text += u"```cpp\n"_s;
            repeat(7, [this] { codeLine(); });
            m_text += u"```\n"_s;
            break;
        case 2:
            tableHead();
            repeat(6, [this] { tableRow(); });
            break;
        default:
            m_text += u"> "_s;
            words(16);
            m_text += u'\n';
        }
        m_text += u'\n';
        paragraph();
    }

private:
    template <typename Step>
    static void repeat(int times, const Step& step)
    {
        for (int i = 0; i < times; ++i)
            step();
    }

    quint32 m_state;
    QString m_text;
};

}

QString shapeName(Shape shape)
{
    constexpr std::array Names {"mixed", "code", "paragraph", "list", "table"};
    return QString::fromLatin1(Names[size_t(shape)]);
}

QString sampleText(Shape shape, qsizetype characters, quint32 seed)
{
    Writer writer(seed);
    if (shape == Shape::Code)
        writer.add(u"```cpp\n");
    if (shape == Shape::Table)
        writer.tableHead();
    for (int i = 0; writer.text().size() < characters; ++i) {
        switch (shape) {
        case Shape::Mixed:
            writer.section(i);
            break;
        case Shape::Code:
            writer.codeLine();
            break;
        case Shape::Paragraph:
            writer.words(12);
            break;
        case Shape::List:
            writer.listItem();
            break;
        case Shape::Table:
            writer.tableRow();
            break;
        }
    }
    return writer.text();
}

QString sampleTurn(bool isUser, quint32 number)
{
    Writer writer(number);
    writer.add(u"Turn %1. "_s.arg(number));
    if (isUser) {
        writer.words(8 + writer.number(20));
        return writer.text();
    }
    writer.paragraph();
    if (number % 8 == 1)
        writer.section(int(number / 8));
    return writer.text();
}

}
