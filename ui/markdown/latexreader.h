#pragma once

#include "ui/markdown/latextext.h"

#include <QList>

namespace sluice {

/// Reads one formula, once. Belongs to latextext.h.
class LatexReader
{
public:
    LatexReader(QStringView tex, LatexRows rows)
        : m_tex(tex)
        , m_rows(rows)
    { }

    QString read();

private:
    using Row = QStringList; // its cells

    QString readUntil(QChar end);
    void readItem(QString& out);
    void readCommand(QString& out);
    bool readStructure(QString& out, QStringView command);
    bool readSpecial(QString& out, QStringView command);
    bool readIgnored(QStringView command);
    void readScript(QString& out, bool isUpper);
    void readFraction(QString& out);
    void readRoot(QString& out);
    void readAccent(QString& out, QChar mark, QStringView command);
    void readEnvironment(QString& out);

    QString readArgument();
    QString readRawArgument(); ///< as it was written
    QString readOption(); ///< between square brackets
    QString readDelimiter();
    QStringView readCommandName();
    QList<Row> readRows(QStringView environment);

    bool isAtEnd() const { return m_at >= m_tex.size(); }
    bool isAt(QStringView text) const { return m_tex.sliced(m_at).startsWith(text); }
    void skipSpaces();

    static constexpr int MaxDepth = 32; // deeper groups are read as one

    const QStringView m_tex;
    const LatexRows m_rows;
    qsizetype m_at = 0;
    int m_depth = 0;
};

/// One environment's rows as text. \a isOnLines as LatexRows says.
QString latexRowsText(QStringView environment, const QList<QStringList>& rows, bool isOnLines);

/// \a text in brackets, unless it is one thing anyway.
QString latexBracketed(const QString& text);

/// Appends \a text to \a out with a space between them, where that is not the first thing or follows one.
void appendSpaced(QString& out, QStringView text);

}
