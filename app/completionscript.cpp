#include "app/completionscript.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Words that may come next, behind the words so far: "" → the commands, "history" → its actions, "ask" → its options.
QMap<QString, QStringList> nextWords(const QList<CommandHelp>& commands)
{
    QMap<QString, QStringList> next;
    for (const CommandHelp& command : commands) {
        const QStringList words = command.verb.split(u' ');
        QString before;
        for (const QString& word : words) {
            if (!next[before].contains(word))
                next[before].append(word);
            before = before.isEmpty() ? word : before + u' ' + word;
        }
        for (const HelpOption& option : command.options)
            next[command.verb] += option.names;
    }
    return next;
}

/// Options behind which a value comes: the word after it is no option.
QStringList valued(const QList<CommandHelp>& commands)
{
    QStringList names;
    for (const CommandHelp& command : commands) {
        for (const HelpOption& option : command.options) {
            if (!option.value.isEmpty())
                names += option.names;
        }
    }
    names.removeDuplicates();
    names.sort();
    return names;
}

QString bash(const QList<CommandHelp>& commands)
{
    QString cases;
    const QMap<QString, QStringList> next = nextWords(commands);
    for (auto it = next.begin(); it != next.end(); ++it)
        cases += u"        '%1') words='%2' ;;\n"_s.arg(it.key(), it.value().join(u' '));
    return uR"(# bash completion for sluicectl
_sluicectl() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} place= words= i
    COMPREPLY=()
    case $previous in
        %1) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -*) break ;;
            *) place="${place:+$place }${COMP_WORDS[i]}" ;;
        esac
        [ "$i" -lt 2 ] || break
    done
    while :; do
        case $place in
%2        esac
        [ -n "$words" ] || [ "${place% *}" = "$place" ] && break
        place=${place% *}
    done
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _sluicectl sluicectl
)"_s.arg(valued(commands).join(u'|'), cases.replace(u"        '"_s, u"            '"_s));
}

QString quoted(QString text, const QString& specials)
{
    for (const QChar c : specials)
        text.replace(c, u'\\' + QString(c));
    return text.replace(u'\'', u"'\\''"_s);
}

QString zshOption(const HelpOption& option)
{
    const QString text = quoted(option.text, u"\\[]:"_s);
    QString out;
    for (const QString& name : option.names) {
        out += u" '%1[%2]"_s.arg(name, text);
        out += option.value.isEmpty() ? u"'"_s : u":%1:_files'"_s.arg(option.value);
    }
    return out;
}

QString zsh(const QList<CommandHelp>& commands)
{
    QString verbs;
    QString cases;
    QMap<QString, QStringList> actions;
    for (const CommandHelp& command : commands) {
        const QStringList words = command.verb.split(u' ');
        const QString name = quoted(words.first(), u":"_s);
        if (actions[words.first()].isEmpty() && !verbs.contains(u"'%1:"_s.arg(name)))
            verbs += u" '%1:%2'"_s.arg(name, quoted(command.summary, u":"_s));
        if (words.size() > 1)
            actions[words.first()].append(words.at(1));
        QString options;
        for (const HelpOption& option : command.options)
            options += zshOption(option);
        cases += u"        '%1') _arguments%2 '*:file:_files' ;;\n"_s.arg(command.verb, options);
    }
    QString choices;
    for (auto it = actions.begin(); it != actions.end(); ++it) {
        if (!it.value().isEmpty())
            choices += u"        '%1') [ $CURRENT -gt 3 ] && place=\"$place ${words[3]}\" || { compadd %2; return; } ;;\n"_s.arg(
                it.key(), it.value().join(u' '));
    }
    return uR"(#compdef sluicectl
_sluicectl() {
    local -a verbs
    verbs=(%1)
    if [ $CURRENT -eq 2 ]; then
        _describe command verbs
        return
    fi
    local place=${words[2]}
    case $place in
%2    esac
    case $place in
%3    esac
}
_sluicectl "$@"
)"_s.arg(verbs.trimmed(), choices, cases);
}

QString fish(const QList<CommandHelp>& commands)
{
    QString out = u"# fish completion for sluicectl\ncomplete -c sluicectl -n __fish_use_subcommand -f\n"_s;
    QStringList told;
    for (const CommandHelp& command : commands) {
        const QStringList words = command.verb.split(u' ');
        if (!told.contains(words.first())) {
            told.append(words.first());
            out += u"complete -c sluicectl -n __fish_use_subcommand -a %1 -d '%2'\n"_s.arg(
                words.first(), quoted(command.summary, u"\\"_s));
        }
        QString condition = u"__fish_seen_subcommand_from "_s + words.first();
        if (words.size() > 1) {
            out += u"complete -c sluicectl -n '%1' -a %2\n"_s.arg(condition, words.at(1));
            condition += u"; and __fish_seen_subcommand_from "_s + words.at(1);
        }
        for (const HelpOption& option : command.options) {
            out += u"complete -c sluicectl -n '%1'"_s.arg(condition);
            for (const QString& name : option.names)
                out += name.startsWith("--"_L1) ? u" -l "_s + name.mid(2) : u" -s "_s + name.mid(1);
            out += (option.value.isEmpty() ? QString() : u" -r"_s) + u" -d '%1'\n"_s.arg(quoted(option.text, u"\\"_s));
        }
    }
    return out;
}

}

std::optional<QByteArray> completionScript(const QString& shell, const QList<CommandHelp>& commands)
{
    if (shell == "bash"_L1)
        return bash(commands).toUtf8();
    if (shell == "zsh"_L1)
        return zsh(commands).toUtf8();
    if (shell == "fish"_L1)
        return fish(commands).toUtf8();
    return std::nullopt;
}

}
