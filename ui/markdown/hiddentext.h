#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

namespace sluice {

/// Something in the source that md4c must not see: footnotes, which it does not know, TeX, whose backslashes it would take for
/// escapes, and images, which are too long for it. One per line: TeX of several lines is several.
struct HiddenText
{
    enum class Kind { Literal, Footnote, FootnoteStart, Math, DisplayMath, MoreDisplayMath, Image };

    Kind kind = Kind::Literal;
    bool isLast = true; ///< DisplayMath: its end is in it
    QString source = {}; ///< what stood there
    QString text = {}; ///< a footnote's label, TeX, an image's description
    QString format = {}; ///< Image: like "png"
    QByteArray image = {}; ///< Image: encoded in that format; empty while it is still being read
};

/// The label of the footnote that \a text starts with, like "1" of "[^1]"; empty when it starts with none.
QStringView footnoteLabelAt(QStringView text);

/// Takes such texts out of a source and leaves marks in their places, the same mark for the same text. The marks look like a
/// letter to md4c. They come back wherever md4c puts them, in code and addresses too, and there the source is shown again. A
/// value.
class HiddenTexts
{
public:
    QString hide(QStringView source);

    bool isEmpty() const { return m_texts.isEmpty(); }
    /// \a text with what stood there in place of the marks.
    QString restored(const QString& text) const;
    /// What is hidden at \a at, which moves behind the mark; null when no mark is there.
    const HiddenText* take(QStringView text, qsizetype& at) const;
    QString mark(const HiddenText& hidden);

    static constexpr QChar MarkStart = QChar(0xfdd0); // both are no characters: no honest text has them
    static constexpr QChar MarkEnd = QChar(0xfdd1);

private:
    QList<HiddenText> m_texts;
    QHash<QString, qsizetype> m_known; // by kind and source
};

}
