#pragma once

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/markdownblock.h"

#include <QStringList>

#include <array>
#include <vector>

#include <md4c.h>

namespace sluice {

/// Turns md4c's calls into blocks. One per parse; belongs to markdownparser.cpp.
class MarkdownBuilder
{
public:
    /// \a hidden is what was taken out of the source; outlives this.
    explicit MarkdownBuilder(const HiddenTexts& hidden)
        : m_hidden(hidden)
    { }

    QList<MarkdownBlock> take() { return std::move(m_blocks); }

    /// False gives up: the source asks for more than MaxBlocks or MaxCells.
    bool enterBlock(MD_BLOCKTYPE type, void* detail);
    void leaveBlock(MD_BLOCKTYPE type);
    void enterSpan(MD_SPANTYPE type, void* detail);
    void leaveSpan(MD_SPANTYPE type);
    void text(MD_TEXTTYPE type, const QString& text);

private:
    struct OpenList
    {
        bool isOrdered = false;
        bool isTight = false;
        unsigned next = 0;
    };

    struct OpenFrame
    {
        BlockFrame frame;
        bool hasBlocks = false;
    };

    bool enterTablePart(MD_BLOCKTYPE type, void* detail);
    void openList(MD_BLOCKTYPE type, void* detail);
    void openBlock(MarkdownBlock block);
    void closeBlock();
    void openItem(const MD_BLOCK_LI_DETAIL& item);
    void openFrame(BlockFrame::Kind kind, unsigned number = 0);
    void openCell(const MD_BLOCK_TD_DETAIL& cell);
    void endCode();
    void changeStyle(MD_SPANTYPE type, int by);
    InlineStyles styles() const;

    const HiddenTexts& m_hidden;
    QList<MarkdownBlock> m_blocks;
    std::vector<OpenFrame> m_frames;
    std::vector<OpenList> m_lists;
    InlineText* m_target = nullptr; // into the last block
    std::array<int, 4> m_styleDepth {}; // in the order of InlineStyle's bits; md4c knows these
    QStringList m_links;
    qsizetype m_imageStart = -1; // in m_target, while in the description of an image
    int m_nextFrameId = 0;
};

}
