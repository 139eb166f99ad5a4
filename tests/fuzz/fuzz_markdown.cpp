// Every input is a text that is read whole and once more as it grows, cut where its own bytes say. Both must give the same
// blocks, with spans in order and inside their text, and what is written from them must be readable.

#include "tests/fuzz/require.h"
#include "tests/ui/oddmarkdown.h"
#include "ui/markdown/blockslice.h"
#include "ui/markdown/markdowndocument.h"
#include "ui/markdown/markdownparser.h"
#include "ui/markdown/markdownwriter.h"

#include <QGuiApplication>
#include <QHash>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

// What is known to differ, see tst_markdownequality: numbers of frames and tabs in code.
QList<MarkdownBlock> comparable(QList<MarkdownBlock> blocks, bool hasTabs)
{
    QHash<int, int> numbers;
    for (MarkdownBlock& block : blocks) {
        if (block.kind == MarkdownBlock::Kind::Code && hasTabs)
            block.content.text = withoutIndentation(block.content.text);
        for (BlockFrame& frame : block.frames) {
            const auto known = numbers.constFind(frame.id);
            frame.id = known != numbers.constEnd() ? *known : *numbers.insert(frame.id, int(numbers.size()));
        }
    }
    return blocks;
}

QList<MarkdownBlock> blocksOf(const MarkdownDocument& document)
{
    QList<MarkdownBlock> all;
    int firstId = 0;
    for (const MarkdownDocument::Part& part : document.parts()) {
        for (MarkdownBlock block : part.blocks) {
            for (BlockFrame& frame : block.frames)
                frame.id += firstId;
            all.append(block);
        }
        firstId += 100'000;
    }
    return all;
}

void checkText(const InlineText& text)
{
    qsizetype end = 0;
    for (const InlineSpan& span : text.spans) {
        require(span.start >= end && span.length > 0, "spans overlap or are empty");
        end = span.start + span.length;
    }
    require(end <= text.text.size(), "a span leaves its text");
}

void checkBlock(const MarkdownBlock& block)
{
    checkText(block.content);
    for (const InlineText& cell : block.cells)
        checkText(cell);
    require(block.columns.isEmpty() || block.cells.size() % block.columns.size() == 0, "a table with a torn row");
    require(block.frames.size() <= MarkdownBlock::MaxFrames, "too many frames");
    const qsizetype length = plainLength(block);
    const MarkdownBlock slice = sliceBlock(block, length / 3, length - length / 4);
    checkText(slice.content);
    (void)writeMarkdown({slice}); // only that it comes back: half of a block has no one right form
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_markdown";
    static char* argv[] = {name, nullptr};
    static const QGuiApplication application = [] {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return QGuiApplication(argc, argv);
    }();

    // Whole lines: half of a fence's end is not shown while it grows. And no zeros, of which md4c makes something else in code.
    QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), qsizetype(size)) + u'\n';
    text.remove(QChar(u'\0'));
    const QList<MarkdownBlock> whole = parseMarkdown(text);
    for (const MarkdownBlock& block : whole)
        checkBlock(block);
    (void)parseMarkdown(writeMarkdown(whole)); // equality is for tst_markdownwriter: no form is right for every odd text
    if (text.size() > MarkdownSplitter::MaxPiece || hasBlockRightBelowTable(text) || hasLabelBrokenAtItsEnd(text))
        return 0;

    MarkdownDocument document;
    for (qsizetype at = 0; at < text.size();) {
        at = std::min(text.size(), at + 1 + (size > 0 ? data[size_t(at) % size] % 48 : 0));
        document.setText(text.first(at));
    }
    const bool hasTabs = text.contains(u'\t');
    const bool isSame = comparable(blocksOf(document), hasTabs) == comparable(whole, hasTabs);
    require(isSame, "read in pieces it is something else", text.toUtf8());
    return 0;
}
