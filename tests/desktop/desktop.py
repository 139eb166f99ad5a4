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
    return ask(lambda: thing.get_name() if thing else "", "") or ""


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


def find_any(root, wanted_roles, wanted_name, patience=PATIENCE):
    """What is one of several roles: they differ between versions of AT-SPI."""
    def look():
        Atspi.Accessible.clear_cache(root)
        return next((thing for thing in walk(root) if role(thing) in wanted_roles and name(thing) == wanted_name
                     and "showing" in states(thing)), None)

    return until(look, f"{' or '.join(wanted_roles)} '{wanted_name}'", patience)


def children(thing):
    return [child for child in (ask(lambda i=i: thing.get_child_at_index(i)) for i in range(ask(thing.get_child_count, 0) or 0))
            if child is not None]


def act(thing, wanted):
    """The action of that name."""
    actions = thing.get_action_iface()
    names = [actions.get_action_name(i) for i in range(actions.get_n_actions())] if actions else []
    if wanted not in names:
        raise Missing(f"the action {wanted} of '{name(thing)}'; there are {names!r}")
    actions.do_action(names.index(wanted))


def toggle(item):
    act(item, "Toggle")


def choose(box, wanted):
    """An item of a combo box, in its closed list, until the box has it as its value."""
    def value():
        Atspi.Accessible.clear_cache(box)
        return ask(box.get_description)

    def items():
        Atspi.Accessible.clear_cache(box)
        return [item for child in children(box) if role(child) == "list" for item in children(child) if name(item) == wanted]

    if value() != wanted:
        toggle(until(items, f"'{wanted}' in {name(box)}")[0])
    until(lambda: value() == wanted, f"'{wanted}' as {name(box)}; it is '{value()}'")


def cells(table):
    """The texts of a table, row by row."""
    Atspi.Accessible.clear_cache(table)
    grid = table.get_table_iface()
    return [[name(grid.get_accessible_at(row, column)) for column in range(grid.get_n_columns())]
            for row in range(grid.get_n_rows())]


def press(thing):
    """A slot that opens a menu or dialog may answer only when that is closed, so its answer is not waited for. What is disabled does
    nothing when it is pressed, so it must be enabled first."""
    def usual():
        Atspi.Accessible.clear_cache(thing)
        if "enabled" not in states(thing):
            return None
        actions = thing.get_action_iface()
        names = [actions.get_action_name(i) for i in range(actions.get_n_actions())] if actions else []
        return [i for i, n in enumerate(names) if n in ("Press", "Toggle", "ShowMenu")]

    index = until(usual, f"that '{name(thing)}' can be pressed")[0]
    actions = thing.get_action_iface()
    Atspi.set_timeout(500, 15000)
    try:
        actions.do_action(index)
    except GLib.Error as error:
        if "reply" not in error.message:
            raise
    finally:
        Atspi.set_timeout(5000, 15000)


def released(button):
    """Waits until a press has counted as a click: that takes a tenth of a second."""
    def is_up():
        Atspi.Accessible.clear_cache(button)
        return not {"pressed", "armed"} & states(button)

    until(is_up, f"the end of the press on '{name(button)}'")


def write(thing, text):
    if not thing.get_editable_text_iface().set_text_contents(text):
        raise Missing(f"'{name(thing)}' takes no text")


def read(thing):
    Atspi.Accessible.clear_cache(thing)
    text = thing.get_text_iface()
    return text.get_text(0, text.get_character_count())


def rows(thing):
    Atspi.Accessible.clear_cache(thing)
    return [name(child) for child in children(thing)]
