#include "ui/markdown/markdownparser.h"

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/markdownbuilder.h"
#include "ui/markdown/md4cinput.h"
#include "ui/markdown/md4ctext.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QString textOf(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size)
{
    return type == MD_TEXT_NULLCHAR ? QString(QChar::ReplacementCharacter) : QString::fromUtf8(text, size);
}

MD_PARSER parserInterface()
{
    MD_PARSER parser {};
    parser.flags = ParserFlags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* builder) -> int {
        return static_cast<MarkdownBuilder*>(builder)->enterBlock(type, detail) ? 0 : 1;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* builder) -> int {
        static_cast<MarkdownBuilder*>(builder)->leaveBlock(type);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* builder) -> int {
        static_cast<MarkdownBuilder*>(builder)->enterSpan(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* builder) -> int {
        static_cast<MarkdownBuilder*>(builder)->leaveSpan(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* builder) -> int {
        static_cast<MarkdownBuilder*>(builder)->text(type, textOf(type, text, size));
        return 0;
    };
    return parser;
}

}

QList<MarkdownBlock> parseMarkdown(QStringView source, QStringView definitions)
{
    HiddenTexts hidden;
    const QString above = definitions.isEmpty() ? QString() : hidden.hide(definitions) + "\n\n"_L1;
    const QByteArray utf8 = md4cInput(above + hidden.hide(withoutTabsBehindFences(source)));

    static const MD_PARSER parser = parserInterface();
    MarkdownBuilder builder(hidden);
    if (md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &builder) == 0)
        return builder.take();

    MarkdownBlock plain;
    plain.content.text = source.toString().replace(u'\n', QChar(QChar::LineSeparator));
    return {plain};
}

}
