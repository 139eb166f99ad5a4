#include "core/lab/streamreview.h"

#include "core/wire/sseparser.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct ReviewWords
{
    Q_DECLARE_TR_FUNCTIONS(StreamReview)
};

constexpr std::array<QByteArrayView, 5> Fields {"data", "event", "id", "retry", "error"};

void note(StreamReview& review, const QString& oddity)
{
    if (review.oddities.size() < StreamReview::MostOddities && !review.oddities.contains(oddity))
        review.oddities.append(oddity);
}

/// Lines that no reader of event streams does anything with.
void reviewLines(QByteArrayView body, StreamReview& review)
{
    const QByteArray lines = body.toByteArray().replace("\r\n", "\n").replace('\r', '\n');
    for (const QByteArray& line : lines.split('\n')) {
        const QByteArrayView name = QByteArrayView(line).first(std::max<qsizetype>(line.indexOf(':'), 0));
        const bool hasColon = line.contains(':');
        const QByteArrayView field = hasColon ? name : QByteArrayView(line);
        if (line.isEmpty() || line.startsWith(':') || std::find(Fields.begin(), Fields.end(), field) != Fields.end())
            continue;
        constexpr qsizetype Shown = 20;
        note(review,
            ReviewWords::tr("a line that is no field of the standard ('%1')")
                .arg(QString::fromUtf8(line.first(std::min(line.size(), Shown)))));
    }
    if (!lines.isEmpty() && !lines.endsWith("\n\n"))
        note(review, ReviewWords::tr("no blank line behind the last event"));
}

struct EndMark
{
    QLatin1StringView provider;
    QByteArrayView type; ///< of the event; empty = any
    QByteArrayView data; ///< its beginning
    QLatin1StringView name;
};

constexpr std::array EndMarks {
    EndMark {"openai"_L1, {}, "[DONE]", "[DONE]"_L1},
    EndMark {"anthropic"_L1, "message_stop", {}, "message_stop"_L1},
    EndMark {"responses"_L1, "response.completed", {}, "response.completed"_L1},
    EndMark {"responses"_L1, "response.incomplete", {}, "response.completed"_L1},
    EndMark {"sluice"_L1, "done", {}, "done"_L1},
};

void reviewEvent(const SseEventView& event, QStringView provider, StreamReview& review)
{
    ++review.events;
    review.hasEndMark = false;
    for (const EndMark& mark : EndMarks) {
        if (mark.provider != provider)
            continue;
        review.endMark = mark.name;
        const bool isIt = (mark.type.isEmpty() || event.type == mark.type) && event.data.startsWith(mark.data);
        review.hasEndMark = review.hasEndMark || isIt;
    }
    // The gateway's own events hold text as it is.
    if (provider != "sluice"_L1 && !review.hasEndMark && QJsonDocument::fromJson(event.data.toByteArray()).isNull())
        note(review, ReviewWords::tr("data that is no JSON (event %1)").arg(review.events));
}

}

StreamReview reviewStream(QByteArrayView body, QStringView providerName)
{
    StreamReview review;
    QStringDecoder decoder(QStringDecoder::Utf8);
    (void)QString(decoder(body));
    review.isUtf8 = !decoder.hasError();
    if (body.startsWith("\xEF\xBB\xBF")) {
        note(review, ReviewWords::tr("a byte order mark"));
        body = body.sliced(3);
    }
    if (body.contains('\0'))
        note(review, ReviewWords::tr("NUL bytes"));
    reviewLines(body, review);
    SseParser parser;
    parser.feed(body);
    for (;;) {
        const Result<std::optional<SseEventView>> event = parser.next();
        if (!event) {
            note(review, event.error().message);
            break;
        }
        if (!*event)
            break;
        if ((*event)->hasData)
            reviewEvent(**event, providerName, review);
    }
    return review;
}

}
