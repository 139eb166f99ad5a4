#pragma once

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
    void closeBlock() { m_target = nullptr; }
    void openItem(const MD_BLOCK_LI_DETAIL& item);
    void openFrame(BlockFrame::Kind kind, unsigned number = 0);
    void openCell(const MD_BLOCK_TD_DETAIL& cell);
    void endCode();
    void changeStyle(MD_SPANTYPE type, int by);
    InlineStyles styles() const;

    QList<MarkdownBlock> m_blocks;
    std::vector<OpenFrame> m_frames;
    std::vector<OpenList> m_lists;
    InlineText* m_target = nullptr; // into the last block
    std::array<int, 5> m_styleDepth {}; // in the order of InlineStyle's bits
    QStringList m_links;
    int m_nextFrameId = 0;
};

}
