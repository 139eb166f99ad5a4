#!/usr/bin/python3
"""conversation.py SLUICE SLUICECTL: all that one does in a conversation, through accessibility alone: no key, no mouse, no picture.

Start, new conversation, endpoint, model and strategy, a question, the growing answer, Stop, Continue, Regenerate, search, settings,
the figures of the performance panel, quit.
"""
import sys
import time

import desktop
import program
from desktop import Missing, find, press, rows, until

QUESTION = "long: tell me about buffer strategies"


def answer(messages):
    all_rows = rows(messages)
    return all_rows[-1] if all_rows and all_rows[-1].startswith("Assistant: ") else ""


def grown(messages, than, what):
    return until(lambda: (lambda text: text if len(text) > len(than) else None)(answer(messages)), what)


def state(window, name, patience=60):
    """That the stream is in a state; behind "stopped" may stand what the server says to it."""
    wanted = f"Stream state: {name}"
    until(lambda: any(desktop.name(thing).startswith(wanted) for thing in desktop.walk(window)
                      if desktop.role(thing) == "label" and "showing" in desktop.states(thing)), wanted, patience)


def choose_target(window):
    desktop.choose(find(window, "combo box", "Endpoint"), "Sluice demo")
    desktop.choose(find(window, "combo box", "Model"), "demo")
    desktop.choose(find(window, "combo box", "Buffer strategy"), "sentence")


def ask(window, messages):
    desktop.write(find(window, "text", "Message"), QUESTION)
    press(find(window, "push button", "Send"))
    first = grown(messages, "", "the beginning of an answer")
    grown(messages, grown(messages, first, "more of the answer"), "still more of it")
    press(find(window, "push button", "Stop"))
    state(window, "stopped")
    return answer(messages)


def go_on(window, messages, stopped):
    press(find(window, "push button", "Continue"))
    grown(messages, stopped, "what follows after Continue")
    state(window, "streaming")
    press(find(window, "push button", "Stop"))
    state(window, "stopped")


def regenerate(window, messages):
    press(find(window, "push button", "Regenerate"))
    state(window, "streaming")
    press(find(window, "push button", "Stop"))
    state(window, "stopped")
    find(window, "label", "Version 2 of 2")
    press(find(window, "push button", "Previous version"))
    find(window, "label", "Version 1 of 2")
    if not answer(messages):
        raise Missing("the first version of the answer")


def search(window):
    conversations = find(window, "list", "Conversations")
    field = find(window, "text", "Search conversations")
    before = rows(conversations)
    desktop.write(field, "buffer strategies")
    until(lambda: any("buffer strategies" in row for row in rows(conversations)) and rows(conversations) != before, "hits")
    desktop.toggle(conversations.get_child_at_index(0))
    find(window, "list", "Messages")
    desktop.write(field, "no such words anywhere")
    until(lambda: rows(conversations) == [], "that nothing is found")
    desktop.write(field, "")
    until(lambda: rows(conversations) == before, "all conversations again")


def open_menu(window, entry):
    press(find(window, "push button", "Menu"))
    press(find(window, "menu item", entry))


def settings(window):
    open_menu(window, "Settings…")
    dialog = find(window, "dialog", "Settings")
    pages = find(dialog, "list", "Pages")
    for name in rows(pages):
        desktop.toggle(next(child for child in desktop.children(pages) if desktop.name(child) == name))
        until(lambda name=name: any(desktop.name(thing) == name and "showing" in desktop.states(thing)
                                    for thing in desktop.walk(dialog) if desktop.role(thing) == "label"), f"the page {name}")
    if len(rows(pages)) < 7:
        raise Missing(f"all pages; there are {rows(pages)!r}")


def figures(window):
    press(desktop.find_any(window, ("toggle button", "check box"), "Performance panel"))
    table = find(window, "table", "Stream figures")

    def complete():
        found = desktop.cells(table)
        values = {row[0]: row[1] for row in found}
        has_times = values.get("Time to first token", "").strip("– ") and values.get("End to end (E2E)", "").strip("– ")
        return found if len(found) >= 20 and has_times and "sentence" in values.get("Buffer strategy", "") else None

    found = until(complete, "a table of names and values with the times and the strategy of the answer")
    return len(found)


def test(sluice, sluicectl):
    with program.Programs() as programs:
        window = programs.open_window(sluice, "--endpoint", programs.serve(sluicectl))
        messages = find(window, "list", "Messages", hidden=True)  # not shown while it is empty
        until(lambda: rows(find(window, "list", "Conversations")), "the list of conversations")
        new = find(window, "push button", "New conversation")
        press(new)
        desktop.released(new)
        choose_target(window)
        stopped = ask(window, messages)
        go_on(window, messages, stopped)
        regenerate(window, messages)
        search(window)
        settings(window)
        count = figures(window)
        open_menu(window, "Quit")
        programs.ended()
        print(f"stopped after {len(stopped)} characters, went on, asked again, searched, and read {count} figures")


if __name__ == "__main__":
    began = time.monotonic()
    status = program.run(lambda: test(*sys.argv[1:3]))
    print(f"{time.monotonic() - began:.1f} s")
    sys.exit(status)
