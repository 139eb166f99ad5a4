#include "ui/markdown/linkprobe.h"

#include "ui/markdown/md4ctext.h"

namespace sluice {

namespace {

using Targets = QList<std::optional<QString>>;

MD_PARSER probeInterface()
{
    MD_PARSER parser {};
    // An address inside a label must not be taken for what the label leads to.
    parser.flags = ParserFlags & ~unsigned(MD_FLAG_PERMISSIVEAUTOLINKS);
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* targets) -> int {
        if (type == MD_BLOCK_P)
            static_cast<Targets*>(targets)->append(std::nullopt);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) -> int { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* targets) -> int {
        auto& list = *static_cast<Targets*>(targets);
        if (type == MD_SPAN_A && !list.isEmpty() && !list.last())
            list.last() = allowedLink(decodeAttribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
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
    QByteArray utf8 = source.toUtf8();
    for (const QString& label : labels)
        utf8 += "\n\n[" + label.toUtf8() + ']';
    static const MD_PARSER parser = probeInterface();
    Targets targets;
    const bool isRead = md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &targets) == 0;
    if (!isRead || targets.size() < labels.size())
        return Targets(labels.size());
    return targets.last(labels.size());
}

}
