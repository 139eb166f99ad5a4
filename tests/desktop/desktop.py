"""Drives the window as assistive technology does: finds things by role and accessible name over AT-SPI, and nothing else.

Needs Debian's python3-gi and gir1.2-atspi-2.0, and the session bus of the window. Every wait has an end.
"""
import time
import warnings

import gi

warnings.simplefilter("ignore")
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 30.0  # seconds


class Missing(Exception):
    """What was waited for did not come."""


def ask(question, otherwise=None):
    """Objects may vanish between two calls."""
    try:
        return question()
    except GLib.Error:
        return otherwise


def until(question, what, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = ask(question)
        if answer:
            return answer
        time.sleep(0.05)
    raise Missing(what)


def application(name="sluice", patience=PATIENCE):
    def find():
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and ask(child.get_name) == name and ask(child.get_child_count, 0) > 0:
                return child
        return None

    return until(find, f"the application {name}", patience)


def walk(thing, deepest=30):
    yield thing
    if deepest == 0 or role(thing) in ("list item", "menu item"):
        return
    for i in range(min(ask(thing.get_child_count, 0) or 0, 300)):
        child = ask(lambda i=i: thing.get_child_at_index(i))
        if child is not None:
            yield from walk(child, deepest - 1)


def role(thing):
    found = ask(thing.get_role_name, "")
    return "push button" if found == "button" else found  # its name since AT-SPI 2.56


def name(thing):
    return ask(thing.get_name, "") or ""


def states(thing):
    found = ask(thing.get_state_set)
    return {state.value_nick for state in found.get_states()} if found else set()


def find(root, wanted_role, wanted_name, patience=PATIENCE, hidden=False):
    """The first one of this role and name; one that is not shown only if it may be hidden."""
    def look():
        Atspi.Accessible.clear_cache(root)
        for thing in walk(root):
            if role(thing) == wanted_role and name(thing) == wanted_name and (hidden or "showing" in states(thing)):
                return thing
        return None

    return until(look, f"{wanted_role} '{wanted_name}'", patience)


def press(thing):
    """A slot that opens a menu or dialog may answer only when that is closed, so its answer is not waited for."""
    actions = thing.get_action_iface()
    names = [actions.get_action_name(i) for i in range(actions.get_n_actions())]
    index = next((i for i, n in enumerate(names) if n in ("Press", "Toggle", "ShowMenu")), 0)
    Atspi.set_timeout(500, 15000)
    try:
        actions.do_action(index)
    except GLib.Error as error:
        if "reply" not in error.message:
            raise
    finally:
        Atspi.set_timeout(5000, 15000)


def write(thing, text):
    if not thing.get_editable_text_iface().set_text_contents(text):
        raise Missing(f"'{name(thing)}' takes no text")


def read(thing):
    Atspi.Accessible.clear_cache(thing)
    text = thing.get_text_iface()
    return text.get_text(0, text.get_character_count())


def rows(thing):
    Atspi.Accessible.clear_cache(thing)
    count = ask(thing.get_child_count, 0) or 0
    return [name(thing.get_child_at_index(i)) for i in range(count)]
