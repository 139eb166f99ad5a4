#!/usr/bin/python3
"""askdemo.py [OPTION…] PROGRAM [ARGUMENT…]: starts the window, asks its demo through accessibility, reads the answer, and closes it.

With --expect a row with TEXT must be there before anything is asked: what an earlier run left. --patience: how many seconds PROGRAM may take
until its window is there (it builds itself first). With --chinese on a Chinese desktop: Sluice's own texts and those of Qt must be Chinese,
and a font with such characters in use. Exit status 0 when all of it went well.
"""
import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import desktop

QUESTION = "Which buffer strategies are there?"
CHINESE_QUESTION = "有哪些缓冲策略？"
CHINESE_FONTS = r"/\S*(?:wqy|CJK)\S*\.tt[cf]"


def application(program, patience):
    """The window of a program that may end instead of showing one."""
    end = time.monotonic() + patience
    while True:
        try:
            return desktop.application(patience=1)
        except desktop.Missing:
            if program.poll() is not None or time.monotonic() > end:
                raise


def environment(chinese):
    """Without --chinese that of the caller."""
    if not chinese:
        return None
    others = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return {**others, "LANG": "zh_CN.UTF-8"}


def speaks_chinese(window, process):
    """Menu and settings are Sluice's words, the button of the form is Qt's. What is drawn with a font has its file mapped."""
    desktop.press(desktop.find(window, "push button", "菜单"))
    desktop.press(desktop.find(window, "menu item", "设置…"))
    dialog = desktop.find(window, "dialog", "Settings")
    desktop.press(desktop.find(dialog, "push button", "添加…"))
    desktop.find(desktop.find(window, "dialog", "添加端点"), "push button", "取消")
    font = re.search(CHINESE_FONTS, pathlib.Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8"))
    if not font:
        raise desktop.Missing("a font with Chinese characters in use")
    print(f"speaks Chinese, drawn with {font.group(0)}")


def converse(window, question, expected):
    messages = desktop.find(window, "list", "Messages", hidden=True)  # not shown while it is empty
    conversations = desktop.find(window, "list", "Conversations")
    desktop.until(lambda: desktop.rows(conversations), "a conversation")  # before there is one, nothing can be sent
    if expected:
        desktop.until(lambda: any(expected in row for row in desktop.rows(messages)), f"a row with '{expected}'")
    before = len(desktop.rows(messages))
    desktop.write(desktop.find(window, "text", "Message"), question)
    desktop.press(desktop.find(window, "push button", "Send"))

    def asked():
        new = desktop.rows(messages)[before:]
        return new if len(new) == 2 and new[0] == f"You: {question}" and new[1].startswith("Assistant: ") else None

    desktop.until(asked, f"'{question}' and an answer to it; the rows are {desktop.rows(messages)!r}")
    desktop.until(lambda: len(asked()[1]) > 60, "the beginning of an answer")  # "finished" was the state before as well
    desktop.find(window, "label", "Stream state: finished", patience=90)
    return asked()[1]


def take(screenshot):
    if screenshot:
        subprocess.run(["import", "-window", "root", screenshot], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--expect")
    parser.add_argument("--chinese", action="store_true")
    parser.add_argument("--screenshot")
    parser.add_argument("--patience", type=float, default=desktop.PATIENCE)
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    window = subprocess.Popen(options.program, env=environment(options.chinese))
    status = 1
    try:
        shown = application(window, options.patience)
        answer = converse(shown, CHINESE_QUESTION if options.chinese else QUESTION, options.expect)
        print(f"asked the demo, and read an answer of {len(answer)} characters")
        take(options.screenshot)
        if options.chinese:
            speaks_chinese(shown, window)
        status = 0
    except desktop.Missing as missing:
        print(f"not there: {missing}", file=sys.stderr)
        take(options.screenshot)
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
