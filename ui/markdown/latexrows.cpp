#include "ui/markdown/latexreader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// The characters a tall bracket is made of: in one line, at the top, in the middle, at the bottom; left and right.
struct Brackets
{
    QStringView left;
    QStringView right;
};

Brackets bracketsOf(QStringView environment)
{
    if (environment == u"pmatrix")
        return {u"(⎛⎜⎝", u")⎞⎟⎠"};
    if (environment == u"bmatrix")
        return {u"[⎡⎢⎣", u"]⎤⎥⎦"};
    if (environment == u"vmatrix")
        return {u"||||", u"||||"};
    if (environment == u"Vmatrix")
        return {u"‖‖‖‖", u"‖‖‖‖"};
    if (environment == u"Bmatrix")
        return {u"{⎧⎪⎩", u"}⎫⎪⎭"};
    if (environment == u"cases")
        return {u"{⎧⎪⎩", {}};
    return {};
}

}

QString latexRowsText(QStringView environment, const QList<QStringList>& rows, bool isOnLines)
{
    const Brackets brackets = bracketsOf(environment);
    const qsizetype last = rows.size() - 1;
    QStringList lines;
    for (qsizetype i = 0; i <= last; ++i) {
        QString line = rows[i].join(isOnLines ? u"  "_s : u" "_s).trimmed();
        if (isOnLines) {
            const qsizetype piece = last == 0 ? 0 : i == 0 ? 1 : i == last ? 3 : 2;
            line = (brackets.left.isEmpty() ? QString() : brackets.left[piece] + u" "_s) + line;
            line += brackets.right.isEmpty() ? QString() : u" "_s + brackets.right[piece];
        }
        lines.append(line);
    }
    if (isOnLines)
        return lines.join(u'\n');
    const QString left = brackets.left.isEmpty() ? QString() : QString(brackets.left[0]);
    const QString right = brackets.right.isEmpty() ? QString() : QString(brackets.right[0]);
    return left + lines.join(u"; "_s) + right;
}

QString latexBracketed(const QString& text)
{
    constexpr QStringView operators = u" +−=·×÷/⁄,±∓<>≤≥≠→\n";
    int depth = 0;
    for (const QChar c : text) {
        depth += QStringView(u"([{").contains(c) ? 1 : QStringView(u")]}").contains(c) ? -1 : 0;
        if (depth == 0 && operators.contains(c))
            return u'(' + text + u')';
    }
    return text;
}

void appendSpaced(QString& out, QStringView text)
{
    const bool isFirst = out.isEmpty() || out.back().isSpace() || QStringView(u"([{").contains(out.back());
    if (!isFirst)
        out += u' ';
    out += text;
}

}
