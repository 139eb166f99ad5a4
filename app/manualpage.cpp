#include "app/manualpage.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// A backslash, a dash and a dot or quote at the beginning of a line mean something to roff.
QString roff(QString text)
{
    text.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s).replace(u'…', u"..."_s);
    if (text.startsWith(u'.') || text.startsWith(u'\''))
        text.prepend(u"\\&"_s);
    return text;
}

QString sentence(const QString& text)
{
    return text.isEmpty() ? text : text.at(0).toUpper() + text.mid(1) + u'.';
}

QString roffRow(const HelpOption& row)
{
    QString out = u".TP\n"_s;
    for (qsizetype i = 0; i < row.names.size(); ++i)
        out += (i > 0 ? u", "_s : QString()) + u"\\fB"_s + roff(row.names.at(i)) + u"\\fR"_s;
    if (!row.value.isEmpty())
        out += u" \\fI"_s + roff(row.value) + u"\\fR"_s;
    return out + u'\n' + roff(row.text) + u'\n';
}

QString roffCommand(const CommandHelp& command)
{
    QString out = u".SS \""_s + roff(command.verb) + u"\"\n"_s;
    out += u".B sluicectl "_s + roff(command.verb) + u"\n[options] "_s + roff(command.synopsis) + u"\n.PP\n"_s;
    out += roff(command.description) + u'\n';
    for (const HelpOption& argument : command.arguments)
        out += roffRow(argument);
    for (const HelpOption& option : command.options)
        out += roffRow(option);
    return out;
}

QString cell(QString text)
{
    return text.replace(u'|', u"\\|"_s);
}

QString markdownRow(const HelpOption& row)
{
    const QString value = row.value.isEmpty() ? QString() : u' ' + row.value;
    return u"| `"_s + row.names.join(u"`, `"_s) + value + u"` | "_s + cell(row.text) + u" |\n"_s;
}

}

QByteArray manualPage(const QList<CommandHelp>& commands)
{
    QString out =
        u".TH SLUICECTL 1 \"\" \"Sluice " SLUICE_VERSION "\" \"User Commands\"\n"
        ".SH NAME\nsluicectl \\- chat with, serve and measure streaming language models without a window\n"
        ".SH SYNOPSIS\n.B sluicectl\n\\fICOMMAND\\fR [options]\n"
        ".SH DESCRIPTION\nThe headless half of\n.BR sluice (1):\nit asks models, serves a local gateway, prints event streams, "
        "and measures endpoints.\nWithout an endpoint it talks to a demo model of its own.\n.SH COMMANDS\n"_s;
    for (const CommandHelp& command : commands)
        out += roffCommand(command);
    out += u".SH EXIT STATUS\n.TP\n.B 0\nsuccess\n.TP\n.B 1\nfailure; one line on standard error says why\n"
           ".TP\n.B 2\nwrong use; nothing was sent\n"
           ".SH ENVIRONMENT\n.TP\n\\fBOPENAI_API_KEY\\fR, \\fBANTHROPIC_API_KEY\\fR, \\fBSLUICE_API_KEY\\fR\n"
           "API key, by provider, where \\fB\\-\\-api\\-key\\-env\\fR names no other variable.\n"
           ".SH SEE ALSO\n.BR sluice (1)\n"_s;
    return out.toUtf8();
}

QByteArray manualMarkdown(const QList<CommandHelp>& commands)
{
    QString out = u"# sluicectl: all commands and options\n\nMade by `sluicectl manual --format markdown` from what the program "
                  "itself knows; [sluicectl.md](sluicectl.md) says how they behave.\n"_s;
    for (const CommandHelp& command : commands) {
        const QString synopsis = command.synopsis.isEmpty() ? QString() : u' ' + command.synopsis;
        out +=
            u"\n## sluicectl "_s + command.verb + u"\n\n`sluicectl "_s + command.verb + u" [options]"_s + synopsis + u"`\n\n"_s;
        out += sentence(command.description.endsWith(u'.') ? command.description.chopped(1) : command.description) + u"\n\n"_s;
        if (command.arguments.isEmpty() && command.options.isEmpty())
            continue;
        out += u"| option | meaning |\n| --- | --- |\n"_s;
        for (const HelpOption& argument : command.arguments)
            out += markdownRow(argument);
        for (const HelpOption& option : command.options)
            out += markdownRow(option);
    }
    return out.toUtf8();
}

}
