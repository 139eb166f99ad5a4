#include "core/faults/faultscript.h"

#include "core/faults/faultwords.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

bool FaultScript::List::isFor(QByteArrayView requestMethod, QByteArrayView requestPath) const
{
    if (!method.isEmpty() && requestMethod != method)
        return false;
    return path.isEmpty() || (isPrefix ? requestPath.startsWith(path) : requestPath == path);
}

Fault FaultScript::List::take()
{
    const Step& step = steps[current];
    if (++taken >= step.times && current + 1 < steps.size()) {
        ++current;
        taken = 0;
    }
    return step.fault;
}

std::expected<FaultScript, QString> FaultScript::parse(QStringView text)
{
    FaultScript script;
    for (const QStringView line : text.split(u'\n')) {
        const qsizetype comment = line.indexOf(u'#');
        const QString words = (comment < 0 ? line : line.first(comment)).toString().simplified();
        for (const QString& word : words.split(u' ', Qt::SkipEmptyParts)) {
            if (const std::optional<QString> problem = script.addStep(word))
                return std::unexpected(*problem);
        }
    }
    if (script.m_lists.isEmpty())
        return std::unexpected(u"a fault script needs at least one step, such as 'cut:100'"_s);
    return script;
}

std::optional<QString> FaultScript::addStep(QString word)
{
    static const QRegularExpression selectorForm(u"^([A-Z]*)(/[^=*]*)(\\*?)=(.*)$"_s);
    static const QRegularExpression timesForm(u"^(.*)\\*([0-9]{1,9})$"_s);

    const QRegularExpressionMatch selector = selectorForm.match(word);
    if (selector.hasMatch())
        word = selector.captured(4);
    else if (word.startsWith(u'/'))
        return u"'%1' needs a fault behind its path, as in '/chat=cut:100'"_s.arg(word);
    Step step;
    if (const QRegularExpressionMatch times = timesForm.match(word); times.hasMatch()) {
        word = times.captured(1);
        step.times = times.captured(2).toLongLong();
        if (step.times < 1)
            return u"'%1*0': a step is taken at least once"_s.arg(word);
    }
    std::expected<Fault, QString> fault = parseFault(word);
    if (!fault)
        return fault.error();
    if (fault->acceptDelay > Millis(0) && selector.hasMatch())
        return u"'slow-accept' cannot have a path: a connection is accepted before its request is known"_s;
    step.fault = std::move(*fault);
    listFor(selector.captured(1).toLatin1(), selector.captured(2).toUtf8(), !selector.captured(3).isEmpty()).steps.append(step);
    return std::nullopt;
}

FaultScript::List& FaultScript::listFor(const QByteArray& method, const QByteArray& path, bool isPrefix)
{
    for (List& list : m_lists) {
        if (list.method == method && list.path == path && list.isPrefix == isPrefix)
            return list;
    }
    // The most special first: a longer path before a shorter one, an exact one before its prefix form, a method before none.
    const auto rank = [](const List& l) { return std::tuple(l.path.size(), !l.isPrefix, !l.method.isEmpty()); };
    List made;
    made.method = method;
    made.path = path;
    made.isPrefix = isPrefix;
    const auto place = std::find_if(m_lists.begin(), m_lists.end(), [&](const List& l) { return rank(l) < rank(made); });
    return *m_lists.insert(place, made);
}

Fault FaultScript::take(QByteArrayView method, QByteArrayView path)
{
    const auto list = std::find_if(m_lists.begin(), m_lists.end(), [&](const List& l) { return l.isFor(method, path); });
    return list == m_lists.end() ? Fault() : list->take();
}

Millis FaultScript::acceptDelay() const
{
    const auto list = std::find_if(m_lists.begin(), m_lists.end(), [](const List& l) { return l.path.isEmpty(); });
    return list == m_lists.end() ? Millis(0) : list->steps[list->current].fault.acceptDelay;
}

}
