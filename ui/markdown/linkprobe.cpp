#include "ui/markdown/linkprobe.h"

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/md4cinput.h"
#include "ui/markdown/md4ctext.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Targets = QList<std::optional<QString>>;

struct Probe
{
    const HiddenTexts& hidden;
    Targets targets;
    bool hasText = false; // in the last paragraph
};

MD_PARSER probeInterface()
{
    MD_PARSER parser {};
    // An address inside a label must not be taken for what the label leads to.
    parser.flags = ParserFlags & ~unsigned(MD_FLAG_PERMISSIVEAUTOLINKS);
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* probe) -> int {
        if (type != MD_BLOCK_P)
            return 0;
        static_cast<Probe*>(probe)->targets.append(std::nullopt);
        static_cast<Probe*>(probe)->hasText = false;
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) -> int { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* probe) -> int {
        auto& [texts, targets, hasText] = *static_cast<Probe*>(probe);
        // When the label leads nowhere its bracket is text, and what comes behind that a link inside it.
        if (type == MD_SPAN_A && !hasText && !targets.isEmpty() && !targets.last())
            targets.last() = allowedTarget(static_cast<MD_SPAN_A_DETAIL*>(detail)->href, texts);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE, void*, void*) -> int { return 0; };
    parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE, void* probe) -> int {
        static_cast<Probe*>(probe)->hasText = true;
        return 0;
    };
    return parser;
}

}

// md4c names no definitions. But it says what becomes of a use: a paragraph of one for each label is set below the text.
Targets linkTargets(QStringView source, const QStringList& labels)
{
    HiddenTexts hidden;
    QString text = hidden.hide(withoutTabsBehindFences(source));
    for (const QString& label : labels)
        text += "\n\n["_L1 + hidden.hide(label) + u']';
    const QByteArray utf8 = md4cInput(text);
    static const MD_PARSER parser = probeInterface();
    Probe probe {.hidden = hidden, .targets = {}, .hasText = false};
    const bool isRead = md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &probe) == 0;
    if (!isRead || probe.targets.size() < labels.size())
        return Targets(labels.size());
    return probe.targets.last(labels.size());
}

}
