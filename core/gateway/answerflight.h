#pragma once

#include "core/base/clock.h"
#include "core/chat/recordedanswer.h"
#include "core/gateway/answersource.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace sluice {

/// What all flights together may take. Gateway thread; outlives them.
struct FlightBook
{
    boost::asio::io_context& loop;
    qsizetype partBytes; ///< what of one answer is kept for those who come later, and for the cache
    qsizetype totalBytes; ///< beyond this, each flight keeps little
    qsizetype bytes = 0; ///< taken now
    std::function<void(const SourceFigures&)> onReceived {}; ///< once for each origin that is done
};

/// One answer of the origin for several streams that asked the same at the same time: each follows it from its start, at its own
/// pace. Ends with the origin, or when nobody follows any more. Gateway thread; shared by its followers and the cache, which
/// end in no fixed order.
///
/// The origin is read while one follower has had all and wants more: the fastest sets the pace. What came is kept in a part; when
/// that is full the next one begins, the last two are kept, and a follower who is still in the one before is cut with an error.
/// Only an answer that is one part is whole.
class AnswerFlight final : public AnswerSink, public std::enable_shared_from_this<AnswerFlight>
{
public:
    /// \a onEnded is called once, at the end of the origin's answer, or when the last follower has left.
    AnswerFlight(FlightBook& book, std::unique_ptr<AnswerSource> origin, std::function<void()> onEnded);
    ~AnswerFlight() override;
    Q_DISABLE_COPY_MOVE(AnswerFlight)

    /// The answer as another stream's source. Only while it is whole.
    std::unique_ptr<AnswerSource> follow();

    /// What came is there from the start on.
    bool isWhole() const { return !m_before && !m_wasCut; }
    /// After the end: the answer, if it is complete, whole, and not empty; else null.
    std::shared_ptr<const RecordedAnswer> answer() const;

    /// The loop is about to end: lets the origin go. Nobody is told.
    void abandon();

    void takeHead() override;
    void takeDelta(const Delta& delta) override;
    void takeEnd(const StreamEnd& end) override;

private:
    class Follower;
    using Part = std::shared_ptr<RecordedAnswer>;

    void begin();
    void leave(Follower& follower);
    /// So many more followers have had all and want more.
    void changeWanting(int difference);
    void beginPart();
    void count();
    void letOriginGo();
    template <typename Call>
    void forEach(Call call);

    FlightBook& m_book;
    std::unique_ptr<AnswerSource> m_origin; // null when it has ended or was stopped
    std::function<void()> m_onEnded;
    TimePoint m_begunAt;
    bool m_begun = false;
    bool m_hasHead = false;
    std::optional<StreamEnd> m_end;
    Part m_part; ///< which grows
    Part m_before; ///< the one before it; null while there is none
    bool m_wasCut = false; ///< one was dropped
    qsizetype m_counted = 0; ///< bytes of both in the book
    std::vector<Follower*> m_followers; ///< null = has left while they were being told
    int m_telling = 0;
    int m_followed = 0; ///< by so many
    int m_wanting = 0;
    Reading m_reading = Reading::Go;
};

}
