#pragma once

#include "ui/markdown/hiddentext.h"

#include <array>

namespace sluice {

/// One walk through a source that finds what HiddenTexts hides. Every decision depends on the paragraph alone, so that a source
/// in pieces is read as the whole is. Belongs to hiddentext.cpp.
class HidingScanner
{
public:
    HidingScanner(QStringView source, HiddenTexts& hidden)
        : m_source(source)
        , m_hidden(hidden)
    { }

    QString run();

private:
    struct Line
    {
        qsizetype start = 0;
        qsizetype content = 0; // after white space and the marks of quotes
        qsizetype end = 0; // before the line break
        int quotes = 0;
    };

    void readLineStart();
    void skipCode();
    void readDollars();
    void readInlineMath(qsizetype openerLength, QStringView closer);
    void readDisplayMath(QStringView closer);
    bool isDisplayLine(const Line& line, bool isBlock) const;
    void hideDisplayMath(qsizetype contentEnd, qsizetype end);
    void readFootnote();
    void readImage();

    void replaceUpTo(qsizetype end, const HiddenText& hidden);
    Line lineAt(qsizetype start, int maxQuotes) const;
    qsizetype nextLine(qsizetype lineEnd) const;
    qsizetype paragraphEnd();
    bool isFirstOnLine() const;
    bool startsWith(QStringView text) const { return m_source.sliced(m_at).startsWith(text); }

    static constexpr size_t MaxTicks = 32; // as md4c has it

    const QStringView m_source;
    HiddenTexts& m_hidden;
    QString m_out;
    qsizetype m_at = 0;
    qsizetype m_copied = 0;
    Line m_line;
    qsizetype m_paragraphEnd = -1;
    std::array<qsizetype, MaxTicks + 1> m_noTicksBefore {}; // by their number: none that could close code before here
    qsizetype m_noDisplayBefore[2] = {}; // the same for $$ and \]
    qsizetype m_noInlineBefore = 0; // and \)
};

}
