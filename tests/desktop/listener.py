#!/usr/bin/python3
"""listener.py FILE EVENT…: listens to these AT-SPI events as a screen reader does, and appends each to FILE as a line of JSON.

Says "ready" on standard output once it listens; SIGTERM ends it.
"""
import json
import signal
import sys
import time
import warnings

import gi

warnings.simplefilter("ignore")
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def main():
    out = open(sys.argv[1], "a", buffering=1, encoding="utf-8")

    def take(event):
        try:
            line = {"at": time.monotonic(), "type": event.type, "role": event.source.get_role_name(),
                    "name": event.source.get_name(), "data": event.any_data if isinstance(event.any_data, str) else None}
        except GLib.Error:  # gone already
            line = {"at": time.monotonic(), "type": event.type, "role": "", "name": "", "data": None}
        out.write(json.dumps(line) + "\n")

    listener = Atspi.EventListener.new(take)
    for event in sys.argv[2:]:
        listener.register(event)
    signal.signal(signal.SIGTERM, lambda *_: Atspi.event_quit())
    GLib.timeout_add(100, lambda: True)  # else a signal is seen only with the next event
    print("ready", flush=True)
    Atspi.event_main()


if __name__ == "__main__":
    main()
