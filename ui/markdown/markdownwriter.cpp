#include "ui/markdown/markdownwriter.h"

#include "ui/markdown/blockslice.h"
#include "ui/markdown/blocksource.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Kind = MarkdownBlock::Kind;

bool isItem(const BlockFrame& frame)
{
    return frame.kind != BlockFrame::Kind::Quote;
}

bool isNumbered(const BlockFrame& frame)
{
    return frame.kind == BlockFrame::Kind::Number || (isItem(frame) && frame.number > 0);
}

// The index of the innermost list around, -1 when there is none.
qsizetype innermostItem(const MarkdownBlock& block, qsizetype count)
{
    for (qsizetype i = count - 1; i >= 0; --i) {
        if (isItem(block.frames[i]))
            return i;
    }
    return -1;
}

qsizetype sharedFrames(const MarkdownBlock& a, const MarkdownBlock& b)
{
    const auto differ = std::mismatch(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(),
        [](const BlockFrame& x, const BlockFrame& y) { return x.id == y.id; });
    return differ.first - a.frames.begin();
}

class Writer
{
public:
    explicit Writer(const QList<MarkdownBlock>& blocks)
        : m_blocks(blocks)
    {
        for (const MarkdownBlock& block : blocks) {
            const qsizetype item = innermostItem(block, block.frames.size());
            if (item >= 0)
                m_tightness.insert(block.frames[item].id, block.isTight);
        }
    }

    QString write()
    {
        const MarkdownBlock* previous = nullptr;
        for (const MarkdownBlock& block : m_blocks) {
            const bool isNothing = block.kind == Kind::Paragraph && block.content.text.isEmpty();
            const bool isEmptyItem = !block.frames.isEmpty() && isItem(block.frames.last()) && block.frames.last().isFirst;
            if (isNothing && !isEmptyItem)
                continue;
            writeBlock(block, previous);
            previous = &block;
        }
        return m_out;
    }

private:
    struct OpenFrame
    {
        BlockFrame frame;
        QString marker; // of an item
        QString prefix; // of lines below the first
    };

    void writeBlock(const MarkdownBlock& block, const MarkdownBlock* previous)
    {
        const qsizetype shared = previous ? sharedFrames(*previous, block) : 0;
        if (previous) {
            m_out += u'\n';
            if (isApart(*previous, block, shared))
                m_out += trimmedPrefix(shared) + u'\n';
        }
        const OpenFrame last = shared < m_open.size() ? m_open[shared] : OpenFrame();
        m_open.resize(shared);
        QString first = prefix(shared);
        for (qsizetype i = shared; i < block.frames.size(); ++i) {
            m_open.append(opened(block.frames[i], i == shared ? last : OpenFrame()));
            first += m_open.last().marker;
        }
        const QStringList lines = blockSource(block).split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QString start = i == 0 ? first : prefix(m_open.size());
            m_out += i == 0 ? QString() : u"\n"_s;
            m_out += lines[i].isEmpty() ? trimmed(start) : start + lines[i];
        }
    }

    // Whether there is a blank line between two blocks that are in the same \a shared frames.
    bool isApart(const MarkdownBlock& a, const MarkdownBlock& b, qsizetype shared) const
    {
        const bool areItems =
            shared < a.frames.size() && shared < b.frames.size() && isItem(a.frames[shared]) && isItem(b.frames[shared]);
        if (areItems) {
            const bool isSameList = isTight(a.frames[shared]) == isTight(b.frames[shared]);
            return !isSameList || !isTight(b.frames[shared]);
        }
        const bool isInTightItem = shared > 0 && isItem(b.frames[shared - 1]) && isTight(b.frames[shared - 1]);
        return !isInTightItem;
    }

    bool isTight(const BlockFrame& frame) const { return m_tightness.value(frame.id, true); }

    // \a last is the frame that stood there before: the next list must not look like more of it.
    OpenFrame opened(const BlockFrame& frame, const OpenFrame& last) const
    {
        if (!isItem(frame))
            return {.frame = frame, .marker = u"> "_s, .prefix = u"> "_s};
        const bool isNumber = isNumbered(frame);
        const bool wasItem = !last.marker.isEmpty() && isItem(last.frame);
        const bool wasNumber = wasItem && isNumbered(last.frame);
        const bool goesOn = wasItem && isTight(last.frame) == isTight(frame) && wasNumber == isNumber
            && (!isNumber || frame.number == last.frame.number + 1);
        QChar mark = isNumber ? u'.' : u'-';
        if (wasItem && wasNumber == isNumber) {
            const QChar lastMark = isNumber ? last.marker[last.marker.indexOf(u' ') - 1] : last.marker.front();
            const QChar otherMark = isNumber ? (lastMark == u'.' ? u')' : u'.') : (lastMark == u'-' ? u'*' : u'-');
            mark = goesOn ? lastMark : otherMark;
        }
        const QString marker = (isNumber ? QString::number(frame.number) : QString()) + mark + u' ';
        const QString box = frame.kind == BlockFrame::Kind::TaskOpen ? u"[ ] "_s
            : frame.kind == BlockFrame::Kind::TaskDone               ? u"[x] "_s
                                                                     : QString();
        return {.frame = frame, .marker = marker + box, .prefix = QString(marker.size(), u' ')};
    }

    QString prefix(qsizetype count) const
    {
        QString out;
        for (qsizetype i = 0; i < count; ++i)
            out += m_open[i].prefix;
        return out;
    }

    static QString trimmed(QString line)
    {
        while (line.endsWith(u' '))
            line.chop(1);
        return line;
    }

    QString trimmedPrefix(qsizetype count) const { return trimmed(prefix(count)); }

    const QList<MarkdownBlock>& m_blocks;
    QHash<int, bool> m_tightness; // of the list an item is in, by the item's id
    QList<OpenFrame> m_open;
    QString m_out;
};

}

QString writeMarkdown(const QList<MarkdownBlock>& blocks)
{
    return Writer(blocks).write();
}

}
