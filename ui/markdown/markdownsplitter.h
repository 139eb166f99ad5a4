#pragma once

#include "ui/markdown/markdownblock.h"

#include <QStringView>

#include <vector>

namespace sluice {

/// A stretch of a Markdown text that can be parsed by itself. Positions in UTF-16 units.
struct MarkdownPiece
{
    qsizetype start = 0;
    qsizetype end = 0;
    bool isFence = false; ///< a fenced code block and nothing else, from its opening line on
    bool isClipped = false; ///< cut for its size in the middle of a line: the next piece goes on with it
    qsizetype headerStart = 0; ///< of a table that was cut for its size: where its first two lines are
    qsizetype headerEnd = 0;

    bool operator==(const MarkdownPiece&) const = default;
};

/// Cuts a growing Markdown text where one top-level block has certainly ended and nothing that follows can change it. Parsing the
/// pieces one by one gives what parsing the whole gives, save for link references, which the caller carries over, and for blocks
/// beyond MaxPiece, which are cut all the same so that the open one never gets expensive. Images that a line starts with are left
/// whole. Each character is read once. GUI
/// thread.
class MarkdownSplitter
{
public:
    /// Reads what \a text, the whole text so far, has after the last call, and appends the pieces that are closed to \a closed.
    void feed(QStringView text, std::vector<MarkdownPiece>& closed);

    /// The piece that is still growing; its end is not set.
    MarkdownPiece open() const { return m_open; }

    /// What a paragraph, list or table may grow to before it is cut at the next line, item or row; a list without items
    /// MaxListFactor times as much.
    static constexpr qsizetype MaxPiece = 4096;
    static constexpr qsizetype MaxListFactor = 4;

private:
    struct Line;

    bool isTooLong(QStringView text, qsizetype end);
    void readLine(QStringView text, const Line& line, std::vector<MarkdownPiece>& closed);
    void readFenceLine(const Line& line, std::vector<MarkdownPiece>& closed);
    bool startsFence(QStringView text, const Line& line);
    bool startsPiece(QStringView text, const Line& line);
    bool isOutsideFences(QStringView text, const Line& line);
    bool isTopLevel(QStringView text, const Line& line, MarkdownBlock::Kind kind);
    bool isOversized(const Line& line) const;
    void noteList(const Line& line);
    void noteTable(QStringView text, const Line& line);
    void close(qsizetype at, std::vector<MarkdownPiece>& closed);
    void clipLongLine(QStringView text, std::vector<MarkdownPiece>& closed);

    MarkdownPiece m_open;
    qsizetype m_position = 0; // start of the first line not read yet
    qsizetype m_scanned = 0; // no line break between m_position and here
    qsizetype m_previousLine = -1; // start of the line before; -1 after a blank one and at the start of a piece
    bool m_afterBlank = true;
    bool m_hasList = false; // or something that looks like one
    bool m_hasInnerFence = false; // or something that looks like one
    qsizetype m_imageLine = -1; // start of the line that was last looked at for an image
    qsizetype m_imageStart = 0; // of its data; the start of the line when there is none
    qsizetype m_imageEnd = 0; // how far it was read
    int m_doubts = 0;
    int m_listOffset = 0; // column where the content of the last top-level item starts
    QChar m_fence; // null outside a fence
    qsizetype m_fenceLength = 0;
};

}
