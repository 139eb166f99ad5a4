#include "ui/markdown/linkprobe.h"

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/md4ctext.h"

namespace sluice {

namespace {

using Targets = QList<std::optional<QString>>;

struct Probe
{
    const HiddenTexts& hidden;
    Targets targets;
};

MD_PARSER probeInterface()
{
    MD_PARSER parser {};
    // An address inside a label must not be taken for what the label leads to.
    parser.flags = ParserFlags & ~unsigned(MD_FLAG_PERMISSIVEAUTOLINKS);
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* probe) -> int {
        if (type == MD_BLOCK_P)
            static_cast<Probe*>(probe)->targets.append(std::nullopt);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) -> int { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* probe) -> int {
        auto& [texts, targets] = *static_cast<Probe*>(probe);
        if (type == MD_SPAN_A && !targets.isEmpty() && !targets.last())
            targets.last() = allowedLink(texts.restored(decodeAttribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)));
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE, void*, void*) -> int { return 0; };
    parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE, void*) -> int { return 0; };
    return parser;
}

}

// md4c names no definitions. But it says what becomes of a use: a paragraph of one for each label is set below the text.
Targets linkTargets(QStringView source, const QStringList& labels)
{
    HiddenTexts hidden;
    QByteArray utf8 = hidden.hide(source).toUtf8();
    for (const QString& label : labels)
        utf8 += "\n\n[" + hidden.hide(label).toUtf8() + ']';
    static const MD_PARSER parser = probeInterface();
    Probe probe {.hidden = hidden, .targets = {}};
    const bool isRead = md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &probe) == 0;
    if (!isRead || probe.targets.size() < labels.size())
        return Targets(labels.size());
    return probe.targets.last(labels.size());
}

}
