#pragma once

#include "fakeconversation.h"

#include "ui/chat/chatview.h"
#include "ui/chat/messagelayout.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>

namespace sluice {

inline const QString LongText =
    QStringLiteral("Some words of a paragraph that is long enough to be broken into several lines at any width. ").repeated(6)
    + QStringLiteral("\n\n");

/// A view on a conversation, shown offscreen.
struct ChatViewFixture
{
    FakeConversation model;
    ChatView view;

    explicit ChatViewFixture(int virtualRows = 0)
    {
        model.virtualRows = virtualRows;
        view.resize(820, 600);
        view.setModel(&model);
        view.show();
        QApplication::processEvents();
    }

    int offset() const { return view.verticalScrollBar()->value(); }
    int end() const { return view.verticalScrollBar()->maximum(); }
    int top(int row) const { return view.visualRect(model.index(row)).top(); }

    void wheel(int notches)
    {
        const QPointF at = QRectF(view.viewport()->rect()).center();
        QWheelEvent event(
            at, view.viewport()->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
    }

    // A point in the text of a row, near its position.
    QPoint pointAt(int row, qsizetype position)
    {
        const QRect rect = view.visualRect(model.index(row));
        MessageLayout& layout = view.layoutOf(row);
        const int y = int(layout.lineTop(position)) + 10;
        for (int x = 0; x < rect.width(); ++x) {
            if (layout.positionAt(QPointF(x, y)) == position && layout.hit(QPointF(x, y)).kind != MessageHit::Kind::Nothing)
                return rect.topLeft() + QPoint(x, y);
        }
        return {};
    }

    void drag(const QPoint& from, const QPoint& to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }

    QPushButton* button(const QString& text) const
    {
        for (auto* candidate : view.findChildren<QPushButton*>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }

    QPushButton* jumpButton() const { return button(QStringLiteral("Jump to latest")); }
};

}
