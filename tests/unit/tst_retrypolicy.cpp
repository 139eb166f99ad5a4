#include "core/net/retrypolicy.h"

#include <QTest>

using namespace sluice;

namespace {

RetryPolicy policy(const RetryOptions& options, double random)
{
    return RetryPolicy(options, [random] { return random; });
}

Error error(ErrorKind kind, std::optional<Millis> retryAfter = {})
{
    return {.kind = kind, .message = {}, .retryAfter = retryAfter};
}

const RetryOptions Options {.maxAttempts = 6, .base = Millis(100), .cap = Millis(1000)};

}

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBoundDoublesUpToTheCap();
    void thePauseIsAnywhereBelowTheBound();
    void attemptsEnd();
    void onlyWhatCanPassIsRetried_data();
    void onlyWhatCanPassIsRetried();
    void retryAfterBeatsTheComputedPause();
    void aRetryAfterThatIsTooLongEndsIt();
    void theServersOwnPauseIsTheShortest();
    void manyAttemptsDoNotOverflow();
};

void TestRetryPolicy::theBoundDoublesUpToTheCap()
{
    const RetryPolicy almostOne = policy(Options, 0.9999999);
    const QList<int> bounds {99, 199, 399, 799, 999, 999};
    for (int n = 1; n <= bounds.size(); ++n)
        QCOMPARE(almostOne.delayBefore(n, error(ErrorKind::Network)), std::optional(Millis(bounds.at(n - 1))));
}

void TestRetryPolicy::thePauseIsAnywhereBelowTheBound()
{
    QCOMPARE(policy(Options, 0.0).delayBefore(3, error(ErrorKind::Network)), std::optional(Millis(0)));
    QCOMPARE(policy(Options, 0.5).delayBefore(3, error(ErrorKind::Network)), std::optional(Millis(200)));
}

void TestRetryPolicy::attemptsEnd()
{
    QVERIFY(policy(Options, 0.5).delayBefore(6, error(ErrorKind::Network)));
    QVERIFY(!policy(Options, 0.5).delayBefore(7, error(ErrorKind::Network)));
    QVERIFY(!policy({.maxAttempts = 0}, 0.5).delayBefore(1, error(ErrorKind::Network)));
}

void TestRetryPolicy::onlyWhatCanPassIsRetried_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("retried");
    QTest::newRow("network") << static_cast<int>(ErrorKind::Network) << true;
    QTest::newRow("timeout") << static_cast<int>(ErrorKind::Timeout) << true;
    QTest::newRow("rate limit") << static_cast<int>(ErrorKind::RateLimit) << true;
    QTest::newRow("server") << static_cast<int>(ErrorKind::Server) << true;
    QTest::newRow("tls") << static_cast<int>(ErrorKind::Tls) << false;
    QTest::newRow("auth") << static_cast<int>(ErrorKind::Auth) << false;
    QTest::newRow("protocol") << static_cast<int>(ErrorKind::Protocol) << false;
    QTest::newRow("overflow") << static_cast<int>(ErrorKind::Overflow) << false;
    QTest::newRow("cancelled") << static_cast<int>(ErrorKind::Cancelled) << false;
    QTest::newRow("storage") << static_cast<int>(ErrorKind::Storage) << false;
}

void TestRetryPolicy::onlyWhatCanPassIsRetried()
{
    QFETCH(int, kind);
    QFETCH(bool, retried);
    QCOMPARE(policy(Options, 0.5).delayBefore(1, error(static_cast<ErrorKind>(kind))).has_value(), retried);
}

void TestRetryPolicy::retryAfterBeatsTheComputedPause()
{
    QCOMPARE(policy(Options, 0.5).delayBefore(1, error(ErrorKind::RateLimit, Millis(7000))), std::optional(Millis(7000)));
    QCOMPARE(policy(Options, 0.5).delayBefore(1, error(ErrorKind::RateLimit, Millis(0))), std::optional(Millis(0)));
}

void TestRetryPolicy::aRetryAfterThatIsTooLongEndsIt()
{
    QVERIFY(policy(Options, 0.5).delayBefore(1, error(ErrorKind::Server, Millis(60000))));
    QVERIFY(!policy(Options, 0.5).delayBefore(1, error(ErrorKind::Server, Millis(60001))));
}

void TestRetryPolicy::theServersOwnPauseIsTheShortest()
{
    const auto pause = [](int n, double random, Millis own) {
        return policy(Options, random).delayBefore(n, error(ErrorKind::Network), own);
    };
    QCOMPARE(pause(1, 0.5, Millis(400)), std::optional(Millis(400)));
    QCOMPARE(pause(2, 0.0, Millis(400)), std::optional(Millis(400)));
    QCOMPARE(pause(2, 0.5, Millis(400)), std::optional(Millis(600)));
    QCOMPARE(pause(4, 0.5, Millis(400)), std::optional(Millis(700))); // capped
    QCOMPARE(pause(1, 0.5, Millis(30000)), std::optional(Millis(30000))); // beyond our own cap
    QCOMPARE(pause(1, 0.5, Millis(0)), std::optional(Millis(0)));
}

void TestRetryPolicy::manyAttemptsDoNotOverflow()
{
    const RetryOptions many {.maxAttempts = 1000000, .base = Millis(60000), .cap = Millis(60000)};
    QCOMPARE(policy(many, 0.5).delayBefore(1000000, error(ErrorKind::Network)), std::optional(Millis(30000)));
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
