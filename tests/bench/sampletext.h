#pragma once

#include <QString>

namespace sluice::bench {

enum class Shape { Mixed, Code, Paragraph, List, Table };
inline constexpr Shape AllShapes[] = {Shape::Mixed, Shape::Code, Shape::Paragraph, Shape::List, Shape::Table};

QString shapeName(Shape shape);

/// \a characters or a few more of made-up text. Mixed: headings, paragraphs, lists, tables, code, quotes in turn; the others are
/// one block each that never ends. The same \a seed gives the same text.
QString sampleText(Shape shape, qsizetype characters, quint32 seed = 1);

/// A turn of a conversation, about 40 to 900 characters.
QString sampleTurn(bool isUser, quint32 number);

}
