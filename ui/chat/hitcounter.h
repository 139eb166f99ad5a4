#pragma once

#include "ui/markdown/markdowndocument.h"
#include "ui/markdown/needle.h"

#include <QString>

#include <vector>

namespace sluice {

/// Counts the hits in what one message shows. Asked again after the message has grown, it reads only what is new. GUI thread.
class HitCounter
{
public:
    struct Text
    {
        QString text = {};
        QString reasoning = {}; ///< empty while it is folded
        bool isMarkdown = true; ///< an answer; what the user wrote is shown as it is
    };

    explicit HitCounter(const Needle& needle);

    int count(const Text& message);

private:
    struct PartHits
    {
        int revision = 0;
        int count = 0;
    };

    struct Counted
    {
        MarkdownDocument document;
        std::vector<PartHits> parts = {};
    };

    int countPlain(const QString& text) const;
    int countBlocks(const MarkdownDocument::Part& part) const;
    int countMarkdown(Counted& counted, const QString& text) const;

    Needle m_needle;
    Counted m_text;
    Counted m_reasoning;
};

}
