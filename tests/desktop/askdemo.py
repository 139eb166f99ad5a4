#!/usr/bin/python3
"""askdemo.py [--expect TEXT] PROGRAM [ARGUMENT…]: starts the window, asks its demo through accessibility, reads the answer, and closes it.

With --expect a row with TEXT must be there before anything is asked: what an earlier run left. Exit status 0 when all of it went well.
"""
import argparse
import signal
import subprocess
import sys
import time

import desktop

QUESTION = "Which buffer strategies are there?"


def converse(expected):
    window = desktop.application()
    messages = desktop.find(window, "list", "Messages", hidden=True)  # not shown while it is empty
    if expected:
        desktop.until(lambda: any(expected in row for row in desktop.rows(messages)), f"a row with '{expected}'")
    desktop.write(desktop.find(window, "text", "Message"), QUESTION)
    desktop.press(desktop.find(window, "push button", "Send"))
    desktop.find(window, "label", "Stream state: finished", patience=90)
    rows = desktop.rows(messages)
    answers = [row for row in rows if row.startswith("Assistant: ")]
    if f"You: {QUESTION}" not in rows or not answers or len(answers[-1]) < 100:
        raise desktop.Missing(f"an answer; the rows are {rows!r}")
    return answers[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--expect")
    parser.add_argument("--screenshot")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    window = subprocess.Popen(options.program)
    status = 1
    try:
        answer = converse(options.expect)
        print(f"asked the demo, and read an answer of {len(answer)} characters")
        if options.screenshot:
            subprocess.run(["import", "-window", "root", options.screenshot], check=True)
        status = 0
    except desktop.Missing as missing:
        print(f"not there: {missing}", file=sys.stderr)
    finally:
        window.send_signal(signal.SIGTERM)
        end = time.monotonic() + 20
        while window.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        if window.poll() is None:
            print("the window does not close", file=sys.stderr)
            window.kill()
            status = 1
        elif window.returncode != 0:
            print(f"the window ended with {window.returncode}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
