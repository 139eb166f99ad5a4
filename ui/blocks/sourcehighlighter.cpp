#include "ui/blocks/sourcehighlighter.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <srchilite/formatter.h>
#include <srchilite/formattermanager.h>
#include <srchilite/langdefmanager.h>
#include <srchilite/regexrulefactory.h>
#include <srchilite/sourcehighlighter.h>

#include <boost/make_shared.hpp>

#include <exception>
#include <string>
#include <utility>

using namespace Qt::StringLiterals;

// At file scope, as the macro declares a function there: the linker drops a static library's resource that nobody names.
static void initialiseResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace sluice {

namespace {

// The names that definitions give to their tokens; what is missing here is plain.
constexpr std::pair<const char*, TokenKind> Elements[] = {
    {"keyword", TokenKind::Keyword},
    {"preproc", TokenKind::Keyword},
    {"label", TokenKind::Keyword},
    {"selector", TokenKind::Keyword},
    {"libsource", TokenKind::Keyword},
    {"special_fun", TokenKind::Keyword},
    {"string", TokenKind::String},
    {"specialchar", TokenKind::String},
    {"regexp", TokenKind::String},
    {"regex", TokenKind::String},
    {"path", TokenKind::String},
    {"atom", TokenKind::String},
    {"newfile", TokenKind::String},
    {"math", TokenKind::String},
    {"comment", TokenKind::Comment},
    {"url", TokenKind::Comment},
    {"todo", TokenKind::Comment},
    {"number", TokenKind::Number},
    {"value", TokenKind::Number},
    {"costant", TokenKind::Number}, // as r.lang spells it
    {"oldfile", TokenKind::Number},
    {"date", TokenKind::Number},
    {"time", TokenKind::Number},
    {"type", TokenKind::Type},
    {"classname", TokenKind::Type},
    {"usertype", TokenKind::Type},
    {"variable", TokenKind::Type},
    {"property", TokenKind::Type},
    {"attribute", TokenKind::Type},
    {"key", TokenKind::Type},
    {"predef_var", TokenKind::Type},
    {"difflines", TokenKind::Type},
    {"optionalargument", TokenKind::Type},
    {"function", TokenKind::Function},
    {"predef_func", TokenKind::Function},
    {"section", TokenKind::Function},
    {"meta", TokenKind::Function},
};

/// Turns the pieces of a line, which the library hands over one by one as bytes, into spans.
class SpanSink
{
public:
    void begin()
    {
        m_position = 0;
        m_spans.clear();
    }

    void add(const std::string& piece, std::optional<TokenKind> kind)
    {
        const int length = utf16Units(piece);
        if (kind && length > 0) {
            if (!m_spans.isEmpty() && m_spans.back().kind == *kind && m_spans.back().start + m_spans.back().length == m_position)
                m_spans.back().length += length;
            else
                m_spans.append({.start = m_position, .length = length, .kind = *kind});
        }
        m_position += length;
    }

    int position() const { return m_position; }
    QList<HighlightSpan> take() { return std::exchange(m_spans, {}); }

private:
    // A character counts where its first byte is: a pattern that ends inside of one leaves it whole.
    static int utf16Units(const std::string& utf8)
    {
        int units = 0;
        for (const char c : utf8) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte & 0xc0) != 0x80)
                units += byte >= 0xf0 ? 2 : 1;
        }
        return units;
    }

    QList<HighlightSpan> m_spans;
    int m_position = 0;
};

class KindFormatter final : public srchilite::Formatter
{
public:
    KindFormatter(SpanSink& sink, std::optional<TokenKind> kind)
        : m_sink(sink)
        , m_kind(kind)
    { }

    void format(const std::string& piece, const srchilite::FormatterParams*) override { m_sink.add(piece, m_kind); }

private:
    SpanSink& m_sink;
    const std::optional<TokenKind> m_kind;
};

class SourceHighlighter final : public SyntaxHighlighter
{
public:
    SourceHighlighter(const srchilite::HighlightStatePtr& start, const srchilite::FormatterManager& formatters, SpanSink& sink)
        : m_highlighter(start)
        , m_sink(sink)
    {
        m_highlighter.setFormatterManager(&formatters);
        m_highlighter.setOptimize(false); // it would buffer over the end of a line
    }

    std::optional<QList<HighlightSpan>> highlight(QStringView line) override
    {
        m_sink.begin();
        const srchilite::HighlightStatePtr state = m_highlighter.getCurrentState();
        const srchilite::HighlightStateStack open = *m_highlighter.getStateStack();
        try {
            m_highlighter.highlightParagraph(line.toUtf8().toStdString());
            if (m_sink.position() == line.size())
                return m_sink.take();
        } catch (const std::exception&) {
            // Boost's "too complex" among them: it has stopped anywhere in the line.
        }
        m_highlighter.setCurrentState(state);
        *m_highlighter.getStateStack() = open;
        return std::nullopt;
    }

private:
    srchilite::SourceHighlighter m_highlighter;
    SpanSink& m_sink;
};

bool isDataDirectory(const QString& path)
{
    return QFile::exists(path + "/number.lang"_L1);
}

}

class SourceDefinitions::Library
{
public:
    explicit Library(QString dataDirectory)
        : m_dataDirectory(std::move(dataDirectory))
        , m_formatters(boost::make_shared<KindFormatter>(m_sink, std::nullopt))
    {
        for (const auto& [element, kind] : Elements)
            m_formatters.addFormatter(element, boost::make_shared<KindFormatter>(m_sink, kind));
        unpackOwn();
        if (m_dataDirectory.isEmpty())
            qCWarning(lcUi, "Source-highlight's language definitions are not installed: most code stays plain");
    }

    std::unique_ptr<SyntaxHighlighter> create(const QString& definition)
    {
        auto state = m_states.constFind(definition);
        if (state == m_states.constEnd())
            state = m_states.insert(definition, load(definition));
        return *state ? std::make_unique<SourceHighlighter>(*state, m_formatters, m_sink) : nullptr;
    }

private:
    // The library reads files only.
    void unpackOwn()
    {
        initialiseResources();
        const QDir own(u":/languages"_s);
        for (const QString& name : own.entryList())
            QFile::copy(own.filePath(name), m_own.filePath(name));
    }

    // Null when there is none.
    srchilite::HighlightStatePtr load(const QString& definition)
    {
        const QString file = definition + ".lang"_L1;
        for (const QString& directory : {m_own.path(), m_dataDirectory}) {
            if (directory.isEmpty() || !QFile::exists(directory + u'/' + file))
                continue;
            try {
                return m_manager.buildHighlightState(QFile::encodeName(directory).toStdString(), file.toStdString());
            } catch (const std::exception& error) {
                qCWarning(lcUi, "The definition of %ls cannot be used: %s", qUtf16Printable(definition), error.what());
            }
        }
        return {};
    }

    const QString m_dataDirectory;
    const QTemporaryDir m_own; // of nobody else: a definition is code of a kind
    SpanSink m_sink; // shared, as only one line is at work at a time
    srchilite::FormatterManager m_formatters;
    srchilite::RegexRuleFactory m_rules;
    srchilite::LangDefManager m_manager {&m_rules};
    QHash<QString, srchilite::HighlightStatePtr> m_states;
};

SourceDefinitions::SourceDefinitions(QString dataDirectory)
    : m_library(std::make_unique<Library>(std::move(dataDirectory)))
{ }

SourceDefinitions::~SourceDefinitions() = default;

std::unique_ptr<SyntaxHighlighter> SourceDefinitions::create(const QString& definition)
{
    return m_library->create(definition);
}

QString SourceDefinitions::findDataDirectory()
{
    const QString beside = QCoreApplication::applicationDirPath() + "/../share/source-highlight"_L1;
    for (const QString& directory : {qEnvironmentVariable("SOURCE_HIGHLIGHT_DATADIR"), beside, u"/usr/share/source-highlight"_s,
             u"/usr/local/share/source-highlight"_s}) {
        if (!directory.isEmpty() && isDataDirectory(directory))
            return directory;
    }
    return {};
}

}
