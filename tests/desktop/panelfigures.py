#!/usr/bin/python3
"""panelfigures.py SLUICE [--seconds 60] [steady] [uneven] [stalls] [strategies]: does the window tell what a server of known timing did?

Asks pacedserver.py with the performance panel open, reads the table of figures through accessibility, and compares. It prints what
was shown beside what was real. Not one of the tests: it measures, so it wants a quiet machine. Linux: it stops the window's thread
with ptrace().
"""
import argparse
import ctypes
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import desktop
import program

RATE = 200  # deltas a second
TOLERANCE = 0.02
SEIZE, INTERRUPT, DETACH, WALL = 0x4206, 0x4207, 17, 0x40000000  # of <sys/ptrace.h> and <sys/wait.h>


def block_thread(thread, seconds):
    """Stops one thread, and no other one of its process; how long it was."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(SEIZE, thread, None, None) != 0:
        raise desktop.Missing(f"leave to stop a thread: {os.strerror(ctypes.get_errno())}")
    libc.ptrace(INTERRUPT, thread, None, None)
    os.waitpid(thread, WALL)
    start = time.monotonic()
    time.sleep(seconds)
    libc.ptrace(DETACH, thread, None, None)
    return time.monotonic() - start


def number(text):
    """Of a cell: times in milliseconds."""
    match = re.fullmatch(r"([\d.,]+)(?: (ms|s))?", text)
    return float(match.group(1).replace(",", "")) * (1000 if match.group(2) == "s" else 1)


class Comparison:
    def __init__(self):
        self.is_equal = True

    def compare(self, what, shown, real):
        off = abs(shown - real) / real
        self.is_equal &= off <= TOLERANCE
        print(f"{'ok ' if off <= TOLERANCE else 'OFF'} {what}: shown {shown:.5g}, real {real:.5g} ({100 * off:.2f} %)", flush=True)

    def check(self, what, holds):
        self.is_equal &= holds
        print(f"{'ok ' if holds else 'NOT'} {what}", flush=True)


class Answer:
    """One answer of the server in a window of its own; `while_streaming(window, process id)` runs beside it."""

    def __init__(self, sluice, arguments, while_streaming):
        with program.Programs() as programs:
            server = programs.start([sys.executable, str(pathlib.Path(__file__).with_name("pacedserver.py")),
                                     "--rate", str(RATE), *arguments], stdout=subprocess.PIPE, text=True)
            window = programs.open_window(sluice, "--endpoint", f"http://127.0.0.1:{server.stdout.readline().strip()}/v1")
            desktop.press(desktop.find(window, "check box", "Performance panel"))
            desktop.write(desktop.find(window, "text", "Message"), "go")
            desktop.press(desktop.find(window, "push button", "Send"))
            desktop.find(window, "label", "Stream state: streaming")
            while_streaming(window, programs.window.pid)
            desktop.find(window, "label", "Stream state: finished", patience=120)
            real = json.loads(server.stdout.readline())
            time.sleep(1)  # the panel has its last figures within a tenth of it
            self.figures = figures(window)
            self.words = desktop.rows(desktop.find(window, "list", "Messages"))[-1].split()[1:]
            self.sent = real["sent"]
            self.received = real["received"]
            self.gaps = [1000 * (b - a) for a, b in zip(self.sent, self.sent[1:])]
            programs.close()

    def is_whole(self):
        return self.words == [f"w{i}" for i in range(len(self.sent))]


def figures(window):
    return dict(desktop.cells(desktop.find(window, "table", "Stream figures")))


def compare_figures(sluice, arguments, seconds, comparison):
    """At the end; the answer, and the figures at a third and at two thirds of it."""
    live = []

    def look(window, _):
        for _ in range(2):
            time.sleep(seconds / 3)
            live.append(figures(window))

    answer = Answer(sluice, ["--seconds", str(seconds), *arguments], look)
    shown = answer.figures
    comparison.compare("tokens/s", number(shown["Tokens/s"]), len(answer.gaps) / (answer.sent[-1] - answer.sent[0]))
    comparison.compare("TTFT", number(shown["Time to first token"]), 1000 * (answer.sent[0] - answer.received))
    comparison.compare("ITL, mean", number(shown["ITL, mean"]), statistics.mean(answer.gaps))
    comparison.compare("ITL, p50", number(shown["ITL, p50"]), statistics.median(answer.gaps))
    quantiles = statistics.quantiles(answer.gaps, n=100)
    comparison.compare("ITL, p95", number(shown["ITL, p95"]), quantiles[94])
    comparison.compare("ITL, p99", number(shown["ITL, p99"]), quantiles[98])
    comparison.check("the text is whole", answer.is_whole())
    print("   the panel's own cost:", shown["Sluice: this panel"])
    return answer, live


def steady(sluice, seconds, comparison):
    """Every gap the same: what makes its slowest hundredth longer is the way from the server to the window."""
    answer, live = compare_figures(sluice, [], seconds, comparison)
    for one in live:
        comparison.compare("while it runs: deltas/s", number(one["Deltas/s"]), RATE)
        comparison.compare("while it runs: deltas/s, last second", number(one["Deltas/s, last second"]), RATE)
        comparison.compare("while it runs: ITL, mean", number(one["ITL, mean"]), statistics.mean(answer.gaps))


def uneven(sluice, seconds, comparison):
    """The gaps of a model under load: half as long, thrice as long."""
    compare_figures(sluice, ["--spread", "0.6"], seconds, comparison)


def stalls(sluice, _, comparison):
    """One of two seconds in the window, then one of a second and a half at the server."""
    blocked = []

    def block(_, process):
        time.sleep(1)
        blocked.append(1000 * block_thread(process, 2))

    answer = Answer(sluice, ["--seconds", "10", "--stall-at", "6", "--stall", "1.5"], block)
    comparison.compare("network quiet", number(answer.figures["Network quiet"]), max(answer.gaps))
    comparison.compare("held back, longest", number(answer.figures["Held back, longest"]), blocked[0])
    comparison.check("the text is whole", answer.is_whole())


def strategies(sluice, _, comparison):
    """Each of them in turn, while one answer streams."""
    names = ["none", "fixed", "sentence", "smooth", "adaptive", "none"]
    seen = []

    def change(window, _):
        for name in names:
            desktop.choose(desktop.find(window, "combo box", "Buffer strategy"), name)
            desktop.until(lambda: name in figures(window)["Buffer strategy"].split(", ")[-1], f"{name} in the panel", 5)
            seen.append(name)
            time.sleep(1)

    answer = Answer(sluice, ["--seconds", "25"], change)
    comparison.check(f"in force, one after the other: {', '.join(seen)}", seen == names)
    print("   the panel:", answer.figures["Buffer strategy"])
    comparison.check("the text is whole", answer.is_whole())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("parts", nargs="*", default=["steady", "uneven", "stalls", "strategies"])
    options = parser.parse_args()
    comparison = Comparison()
    parts = {"steady": steady, "uneven": uneven, "stalls": stalls, "strategies": strategies}
    status = program.run(lambda: [parts[part](options.program, options.seconds, comparison) for part in options.parts])
    return status or (0 if comparison.is_equal else 1)


if __name__ == "__main__":
    sys.exit(main())
