#!/usr/bin/python3
"""speech.py SLUICE: a streaming answer reaches a screen reader in sentences, not in tokens, and nothing else floods it.

Once for a screen reader that listens for announcements, once for one that knows notifications only.
"""
import sys
import time

import desktop
import program
from desktop import Missing, find, press, until

# Not those that come of what the test does itself to the window.
CHATTY = ("object:children-changed", "object:property-change", "object:text-changed", "object:state-changed",
          "object:visible-data-changed", "object:model-changed", "object:row-inserted", "object:value-changed")


def letters(text):
    return "".join(c for c in text if c.isalpha())


def check_sentences(said, rows):
    """What was said is the answer, in whole sentences."""
    if not said or not said[-1].endswith("Answer complete."):
        raise Missing(f"the end of the answer; said was {said!r}")
    for text in said:
        last = text.splitlines()[-1]
        if "`" in text or "**" in text:
            raise Missing(f"text without markup; said was {text!r}")
        if not last:
            raise Missing(f"a sentence; said was {text!r}")
    spoken = letters(" ".join(said))
    beginning = letters(rows[-1].removeprefix("Assistant: "))[:200]
    if not spoken.startswith(beginning):
        raise Missing(f"the beginning {beginning!r}; said was {spoken[:220]!r}")


def settle(heard, patience=10):
    """Until nothing more comes of the window's start: who listens may be late."""
    end = time.monotonic() + patience
    before = -1
    while len(heard()) != before and time.monotonic() < end:
        before = len(heard())
        time.sleep(1)


def ask(sluice, events, spoken_of):
    with program.Programs() as programs:
        heard = programs.listen(*events)
        window = programs.open_window(sluice)
        desktop.write(find(window, "text", "Message"), "Which buffer strategies are there?")
        settle(heard)
        before = len(heard())
        began = time.monotonic()  # not when the first event was heard: who listens may be late
        press(find(window, "push button", "Send"))
        find(window, "label", "Stream state: finished", patience=120)
        rows = desktop.rows(find(window, "list", "Messages"))
        said = until(lambda: (lambda texts: texts if texts and "Answer complete." in texts[-1] else None)(spoken_of(heard()[before:])),
                     "the announced end")
        check_sentences(said, rows)
        events_heard = heard()[before:]
        seconds = max(1.0, events_heard[-1]["at"] - began)
        programs.close()
        return said, events_heard, seconds


def announced(events):
    return [event["data"] for event in events if event["type"].startswith("object:announcement")]


def notified(events):
    return [event["name"] for event in events
            if event["type"].startswith("object:state-changed:showing") and event["role"] == "notification"]


def test(sluice):
    said, events, seconds = ask(sluice, ["object:announcement", *CHATTY], announced)
    kinds = {}
    for event in events:
        key = (":".join(event["type"].split(":")[:3]), event["role"])
        kinds[key] = kinds.get(key, 0) + 1
    rate = len(events) / seconds
    most = sorted(kinds.items(), key=lambda item: -item[1])[:8]
    print(f"{len(said)} announcements and {len(events)} events in {seconds:.1f} s: {most}")
    if notified(events):
        raise Missing("one way of saying it; there are announcements and notifications")
    if len(said) > seconds + 2 or rate > 15:
        raise Missing(f"quiet; {len(said)} announcements, {rate:.0f} events/s, most of them {most!r}")

    said, events, seconds = ask(sluice, ["object:state-changed:showing", "object:property-change:accessible-name"], notified)
    print(f"{len(said)} notifications in {seconds:.1f} s")
    if announced(events) or len(said) > seconds + 2:
        raise Missing(f"one way of saying it, at most once a second; {len(said)} in {seconds:.1f} s")


if __name__ == "__main__":
    sys.exit(program.run(lambda: test(sys.argv[1])))
