#include "core/flow/strategyregistration.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Whether a sentence ends with \a last. Latin marks need the space behind them: "3.14" and "a.b" go on.
bool endsSentence(QChar beforeLast, QChar last)
{
    switch (last.unicode()) {
    case u'\n':
    case u'。':
    case u'！':
    case u'？':
        return true;
    case u' ':
        return beforeLast == u'.' || beforeLast == u'!' || beforeLast == u'?';
    default:
        return false;
    }
}

/// Up to and including the last sentence end in the waiting text; the rest of that delta stays. Each character is looked at once,
/// when it arrives: what waits holds no sentence end, at most the first half of one.
class SentenceStrategy final : public BufferStrategy
{
public:
    using BufferStrategy::BufferStrategy;

private:
    qsizetype dueOnArrival(TimePoint) override
    {
        const QStringView added = waiting().back().view();
        const QChar before = waiting().size() > 1 ? waiting()[waiting().size() - 2].view().back() : QChar();
        for (qsizetype last = added.size() - 1; last >= 0; --last) {
            if (endsSentence(last > 0 ? added[last - 1] : before, added[last]))
                return waitingCharacters() - added.size() + last + 1;
        }
        return 0;
    }
};

std::unique_ptr<BufferStrategy> make(const StrategyOptions& options, TimePoint start)
{
    return std::make_unique<SentenceStrategy>(options, start);
}

const StrategyRegistration registration {u"sentence"_s, 40, &make};

}

}
