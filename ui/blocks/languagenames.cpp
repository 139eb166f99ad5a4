#include "ui/blocks/languagenames.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice {

namespace {

struct Name
{
    std::u16string_view name;
    std::u16string_view definition;
};

// Sorted by name. A definition is a file <definition>.lang, ours or the library's.
constexpr std::array Names {
    Name {u"ada", u"ada"},
    Name {u"applescript", u"applescript"},
    Name {u"asm", u"asm"},
    Name {u"assembly", u"asm"},
    Name {u"awk", u"awk"},
    Name {u"bash", u"sh"},
    Name {u"bat", u"bat"},
    Name {u"batch", u"bat"},
    Name {u"bib", u"bib"},
    Name {u"bibtex", u"bib"},
    Name {u"c", u"c"},
    Name {u"c#", u"csharp"},
    Name {u"c++", u"cpp"},
    Name {u"cc", u"cpp"},
    Name {u"cjs", u"ecmascript"},
    Name {u"cl", u"lisp"},
    Name {u"cmake", u"cmake"},
    Name {u"cmd", u"bat"},
    Name {u"cobol", u"cobol"},
    Name {u"coffee", u"coffeescript"},
    Name {u"coffeescript", u"coffeescript"},
    Name {u"conf", u"conf"},
    Name {u"console", u"sh"},
    Name {u"cpp", u"cpp"},
    Name {u"cs", u"csharp"},
    Name {u"csharp", u"csharp"},
    Name {u"css", u"css"},
    Name {u"cts", u"typescript"},
    Name {u"cuda", u"cpp"},
    Name {u"cxx", u"cpp"},
    Name {u"d", u"d"},
    Name {u"desktop", u"desktop"},
    Name {u"diff", u"diff"},
    Name {u"docker", u"dockerfile"},
    Name {u"dockerfile", u"dockerfile"},
    Name {u"elisp", u"lisp"},
    Name {u"emacs-lisp", u"lisp"},
    Name {u"erl", u"erlang"},
    Name {u"erlang", u"erlang"},
    Name {u"fish", u"sh"},
    Name {u"fortran", u"fortran"},
    Name {u"gherkin", u"feature"},
    Name {u"glsl", u"glsl"},
    Name {u"go", u"go"},
    Name {u"golang", u"go"},
    Name {u"gradle", u"groovy"},
    Name {u"groovy", u"groovy"},
    Name {u"h", u"cpp"},
    Name {u"haskell", u"haskell"},
    Name {u"hpp", u"cpp"},
    Name {u"hs", u"haskell"},
    Name {u"htm", u"html"},
    Name {u"html", u"html"},
    Name {u"hxx", u"cpp"},
    Name {u"ini", u"desktop"},
    Name {u"java", u"java"},
    Name {u"javascript", u"ecmascript"},
    Name {u"js", u"ecmascript"},
    Name {u"json", u"json"},
    Name {u"json5", u"json"},
    Name {u"jsonc", u"json"},
    Name {u"jsonl", u"json"},
    Name {u"jsx", u"ecmascript"},
    Name {u"kotlin", u"kotlin"},
    Name {u"kt", u"kotlin"},
    Name {u"kts", u"kotlin"},
    Name {u"latex", u"latex"},
    Name {u"less", u"css"},
    Name {u"lisp", u"lisp"},
    Name {u"log", u"log"},
    Name {u"lua", u"lua"},
    Name {u"m4", u"m4"},
    Name {u"make", u"makefile"},
    Name {u"makefile", u"makefile"},
    Name {u"mjs", u"ecmascript"},
    Name {u"ml", u"caml"},
    Name {u"mts", u"typescript"},
    Name {u"node", u"ecmascript"},
    Name {u"objc", u"cpp"},
    Name {u"objective-c", u"cpp"},
    Name {u"ocaml", u"caml"},
    Name {u"pascal", u"pascal"},
    Name {u"patch", u"diff"},
    Name {u"perl", u"perl"},
    Name {u"php", u"php"},
    Name {u"pl", u"perl"},
    Name {u"postgresql", u"sql"},
    Name {u"powershell", u"powershell"},
    Name {u"prolog", u"prolog"},
    Name {u"properties", u"properties"},
    Name {u"proto", u"proto"},
    Name {u"protobuf", u"proto"},
    Name {u"ps1", u"powershell"},
    Name {u"pwsh", u"powershell"},
    Name {u"py", u"python"},
    Name {u"python", u"python"},
    Name {u"python3", u"python"},
    Name {u"r", u"r"},
    Name {u"rb", u"ruby"},
    Name {u"rs", u"rust"},
    Name {u"ruby", u"ruby"},
    Name {u"rust", u"rust"},
    Name {u"sass", u"css"},
    Name {u"scala", u"scala"},
    Name {u"scheme", u"scheme"},
    Name {u"scss", u"css"},
    Name {u"sh", u"sh"},
    Name {u"shell", u"sh"},
    Name {u"sml", u"sml"},
    Name {u"sql", u"sql"},
    Name {u"sqlite", u"sql"},
    Name {u"svelte", u"html"},
    Name {u"svg", u"xml"},
    Name {u"swift", u"swift"},
    Name {u"tcl", u"tcl"},
    Name {u"terminal", u"sh"},
    Name {u"tex", u"latex"},
    Name {u"toml", u"toml"},
    Name {u"ts", u"typescript"},
    Name {u"tsx", u"typescript"},
    Name {u"typescript", u"typescript"},
    Name {u"vala", u"vala"},
    Name {u"vb", u"vbscript"},
    Name {u"vbscript", u"vbscript"},
    Name {u"vim", u"vim"},
    Name {u"vue", u"html"},
    Name {u"xhtml", u"html"},
    Name {u"xml", u"xml"},
    Name {u"yaml", u"yaml"},
    Name {u"yml", u"yaml"},
    Name {u"zsh", u"sh"},
};

static_assert(std::ranges::is_sorted(Names, {}, &Name::name));

constexpr qsizetype LongestName = 32; // what is longer is no name

QString toString(std::u16string_view text)
{
    return QString::fromUtf16(text.data(), qsizetype(text.size()));
}

}

QString definitionFor(QStringView language)
{
    language = language.trimmed();
    if (language.startsWith(u"language-", Qt::CaseInsensitive))
        language = language.sliced(9);
    else if (language.startsWith(u'.'))
        language = language.sliced(1);
    if (language.size() > LongestName)
        return {};
    const QString wanted = language.toString().toLower();
    const std::u16string_view key(reinterpret_cast<const char16_t*>(wanted.utf16()), size_t(wanted.size()));
    const auto found = std::ranges::lower_bound(Names, key, {}, &Name::name);
    if (found == Names.end() || found->name != key)
        return {};
    return toString(found->definition);
}

QStringList knownLanguages()
{
    QStringList all;
    for (const Name& name : Names)
        all.append(toString(name.name));
    return all;
}

}
