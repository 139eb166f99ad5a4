#!/usr/bin/python3
"""pictures.py SLUICE SLUICECTL FOLDER: takes the user guide's pictures of the real window on the demo. Run it as

    SIZE=1280x800 tests/desktop/with-desktop.sh tests/desktop/pictures.py build/release/bin/sluice build/release/bin/sluicectl docs/images

and look at them. Needs imagemagick, openbox, xdotool and what desktop.py needs.
"""
import contextlib
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import desktop

UNDECORATED = """<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
<application class="*"><decor>no</decor></application>
<application class="*" type="normal"><maximized>yes</maximized></application>
</applications></openbox_config>"""
COLOURS = "96"  # of a picture; text stays sharp, and it takes a third of the bytes


@contextlib.contextmanager
def ended(process):
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextlib.contextmanager
def window_manager(folder):
    """Without one nothing has the keyboard."""
    rules = pathlib.Path(folder) / "openbox.xml"
    rules.write_text(UNDECORATED, encoding="utf-8")
    with ended(subprocess.Popen(["openbox", "--config-file", rules])):
        yield


class Window:
    def __init__(self, program, folder, target):
        self.target = target
        self.process = subprocess.Popen([program, "--data-dir", folder])
        self.root = desktop.application()

    def find(self, role, name, **how):
        return desktop.find(self.root, role, name, **how)

    def press(self, name, role="push button"):
        desktop.press(self.find(role, name))

    def ask(self, text):
        desktop.write(self.find("text", "Message"), text)
        self.press("Send")

    def finished(self):
        self.find("label", "Stream state: finished", patience=120)

    def settle(self):
        """Until two looks at the screen are the same: nothing fades or waits to be laid out any more."""
        end = time.monotonic() + 5
        before = None
        while time.monotonic() < end:
            now = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], stdout=subprocess.PIPE, check=True).stdout
            if now == before:
                return
            before = now
            time.sleep(0.3)

    def take(self, name, title="root", settles=True):
        if settles:
            self.settle()
        file = pathlib.Path(self.target) / f"guide-{name}.png"
        raw = subprocess.run(["import", "-window", title, "png:-"], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["convert", "png:-", "-strip", "-dither", "None", "-colors", COLOURS, f"PNG8:{file}"], input=raw, check=True)
        print(f"{file}: {file.stat().st_size // 1024} KB", flush=True)


def key(keys):
    subprocess.run(["xdotool", "key", keys], check=True)


def keyboard(window):
    desktop.until(lambda: "focused" in desktop.states(window.find("text", "Message")), "the keyboard")


def conversations(window):
    for text in ("Compare three sorting algorithms in a table.", "Write some code."):
        window.ask(text)
        window.finished()
        window.press("New conversation")
        time.sleep(1)  # the conversation that was shown is taken down
    window.ask("Which buffer strategies are there?")
    window.finished()
    window.take("window")


def panel(window):
    window.press("Performance panel", "check box")
    window.ask("What can Sluice do? Give me the tour.")
    desktop.find(window.root, "label", "Stream state: streaming")
    time.sleep(8)  # so that the charts have something to show
    window.take("panel", settles=False)
    window.press("Stop")
    window.press("Performance panel", "check box")


def lab(window):
    keyboard(window)
    key("ctrl+shift+l")
    window.find("frame", "Lab")
    key("Down")  # to the strategies, which play
    time.sleep(9)
    window.take("lab")


def settings(window, ctl):
    keyboard(window)
    key("ctrl+comma")
    dialog = window.find("dialog", "Settings")
    desktop.find(dialog, "list", "Pages")
    key("Down")
    time.sleep(6)  # the sample has played
    window.take("streaming", title="Settings", settles=False)
    key("Up")
    server = subprocess.Popen([ctl, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    with ended(server):
        address = re.search(r"http://\S+", server.stdout.readline()).group(0)
        desktop.press(desktop.find(dialog, "push button", "Add…"))
        form = window.find("dialog", "Add endpoint")
        desktop.write(desktop.find(form, "text", "Name"), "My server")
        desktop.write(desktop.find(form, "text", "Base URL"), f"{address}/v1")
        desktop.press(desktop.find(form, "push button", "Test"))
        time.sleep(2)
        window.take("endpoint", title="Add endpoint")


def main():
    program, ctl, target = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, window_manager(folder):
        window = Window(program, folder, target)
        with ended(window.process):
            conversations(window)
            panel(window)
            settings(window, ctl)
    with tempfile.TemporaryDirectory() as folder, window_manager(folder):
        window = Window(program, folder, target)
        with ended(window.process):
            lab(window)


if __name__ == "__main__":
    sys.exit(main())
