#pragma once

#include "core/base/clock.h"

#include <QJsonObject>
#include <QSize>
#include <QString>
#include <QUrl>

#include <expected>

namespace sluice::bench {

enum class ScrollPhase { Never, During, After };

struct WindowOptions
{
    QUrl url; ///< with /v1
    QString model;
    QString prompt = QStringLiteral("Tell me everything.");
    QString strategy = QStringLiteral("none");
    int messages = 100; ///< of the conversation that is opened; 0 = a new one
    QString conversationFile; ///< instead of made-up messages
    Millis repaintInterval {16};
    QSize size {1120, 760};
    ScrollPhase scroll = ScrollPhase::Never;
    bool keys = false; ///< type in the composer meanwhile
    bool asks = true; ///< false: only opens the conversation
    int timeoutS = 120;
};

/// The whole program in this process: opens its window, a conversation in it, asks, and waits for the end of the answer. The
/// figures, by the names in docs/benchmarks.md; or one sentence.
std::expected<QJsonObject, QString> runWindow(const WindowOptions& options);

}
