#include "app/crashhandler.h"

#include "app/crashframes.h"
#include "app/safewriter.h"

#include <QtGlobal>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sluice {

namespace {

struct Fatal
{
    int number;
    const char* name;
};

constexpr std::array Watched {Fatal {SIGSEGV, "SIGSEGV"}, Fatal {SIGBUS, "SIGBUS"}, Fatal {SIGILL, "SIGILL"},
    Fatal {SIGFPE, "SIGFPE"}, Fatal {SIGABRT, "SIGABRT"}};
constexpr std::size_t StackSize = 64 * 1024;
constexpr std::size_t LongestPath = 4096;
constexpr unsigned LongestReport = 10; // s

CrashPlan s_plan; // never changed after installCrashHandler()
std::array<struct sigaction, Watched.size()> s_before;
std::terminate_handler s_terminateBefore = nullptr;
QtMessageHandler s_messagesBefore = nullptr;
std::atomic<bool> s_isReporting = false;
std::atomic<const char*> s_reason = nullptr;
timespec s_start {};
alignas(16) std::array<char, StackSize> s_stack; // for when the usual one is full
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<const char*>::is_always_lock_free);

/// "FOLDER/crash-SECONDS-PID.txt", without what might allocate.
class ReportPath
{
public:
    explicit ReportPath(std::int64_t seconds)
    {
        put(s_plan.folder.c_str());
        put("crash-");
        number(static_cast<std::uint64_t>(seconds));
        put("-");
        number(static_cast<std::uint64_t>(::getpid()));
        put(".txt");
    }
    const char* text() const { return m_text.data(); }

private:
    void put(const char* text)
    {
        for (; *text != '\0' && m_size + 1 < m_text.size(); ++text)
            m_text[m_size++] = *text;
    }
    void number(std::uint64_t value)
    {
        std::array<char, 21> digits {};
        std::size_t at = digits.size() - 1;
        do {
            digits[--at] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value > 0);
        put(digits.data() + at);
    }

    std::array<char, LongestPath> m_text {};
    std::size_t m_size = 0;
};

void writeThread(SafeWriter& out)
{
    std::array<char, 16> name {};
    ::prctl(PR_GET_NAME, name.data());
    out.put("Thread: ").put(name.data()).put(::getpid() == ::syscall(SYS_gettid) ? " (main)\n" : "\n");
}

void writeReport(const Fatal& signal, const siginfo_t& info)
{
    timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const int file = ::open(ReportPath(now.tv_sec).text(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    timespec up {};
    ::clock_gettime(CLOCK_MONOTONIC, &up);
    {
        SafeWriter out(file);
        out.put("Sluice crash report\n").put(s_plan.head.c_str(), s_plan.head.size());
        out.put("Time: ")
            .utc(now.tv_sec)
            .put("\nUptime: ")
            .decimal(static_cast<std::uint64_t>(up.tv_sec - s_start.tv_sec))
            .put(" s\n");
        out.put("Signal: ").put(signal.name).put(info.si_code > 0 ? "\n" : " (sent by a program)\n");
        if (const char* reason = s_reason)
            out.put("Reason: ").put(reason).put("\n");
        if (info.si_code > 0)
            out.put("Address: ").hex(reinterpret_cast<std::uintptr_t>(info.si_addr)).put("\n");
        writeThread(out);
        out.put("Frames (address, module, place in its file):\n");
        out.flush(); // walking a broken stack may be the end
        writeFrames(out);
    }
    ::close(file);
    for (const std::string& old : s_plan.surplus)
        ::unlink(old.c_str());
}

void handle(int number, siginfo_t* info, void* /*context*/)
{
    const int savedErrno = errno;
    ::signal(SIGALRM, SIG_DFL);
    ::alarm(LongestReport); // who crashed inside a lock must not hang instead
    std::size_t which = 0;
    while (which + 1 < Watched.size() && Watched[which].number != number)
        ++which;
    if (!s_isReporting.exchange(true)) {
        writeReport(Watched[which], *info);
    } else {
        const timespec moment {.tv_sec = 2, .tv_nsec = 0}; // another thread is at it: let it finish
        ::nanosleep(&moment, nullptr);
    }
    ::sigaction(number, &s_before[which], nullptr);
    // A fault comes again when its instruction does, with the state that a core dump should have. What was sent does not.
    if (info->si_code <= 0)
        ::raise(number); // comes when this handler has ended
    errno = savedErrno;
}

[[noreturn]] void handleTerminate()
{
    s_reason = "an exception that nobody caught";
    if (s_terminateBefore)
        s_terminateBefore();
    std::abort();
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (type == QtFatalMsg)
        s_reason = "a fatal message of Qt";
    s_messagesBefore(type, context, text);
}

}

void installCrashHandler(CrashPlan plan)
{
    s_plan = std::move(plan);
    ::clock_gettime(CLOCK_MONOTONIC, &s_start);
    prepareFrames();
    s_terminateBefore = std::set_terminate(handleTerminate);
    s_messagesBefore = qInstallMessageHandler(handleMessage);

    stack_t before {};
    if (::sigaltstack(nullptr, &before) == 0 && (before.ss_flags & SS_DISABLE) != 0) { // a sanitizer has its own
        const stack_t stack {.ss_sp = s_stack.data(), .ss_flags = 0, .ss_size = s_stack.size()};
        ::sigaltstack(&stack, nullptr);
    }
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const Fatal& fatal : Watched)
        sigaddset(&action.sa_mask, fatal.number);
    for (std::size_t i = 0; i < Watched.size(); ++i)
        ::sigaction(Watched[i].number, &action, &s_before[i]);
}

}
