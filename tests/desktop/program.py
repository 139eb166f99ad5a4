"""The programs of a desktop test: started, and ended whatever happens."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import desktop


class Programs:
    """A window with its own data directory, and what else a test starts. Use it in a `with`; the window's own end is checked by
    close() or ended()."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="sluice-desktop-")
        self.started = []
        self.window = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.started):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
        self.directory.cleanup()

    def start(self, command, **options):
        process = subprocess.Popen(command, **options)
        self.started.append(process)
        return process

    def open_window(self, program, *arguments):
        """The window as an accessible."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
        self.window = self.start([program, "--data-dir", os.path.join(self.directory.name, "data"), *arguments],
                                 env={**environment, "LC_ALL": "C.UTF-8"})
        return desktop.application(patience=60)

    def serve(self, program):
        """The gateway's demo model; its base URL."""
        process = self.start([program, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        line = process.stdout.readline()
        address = next((word for word in line.split() if "127.0.0.1:" in word), None)
        if not address:
            raise desktop.Missing(f"the gateway's address; it said {line!r}")
        return ("" if address.startswith("http") else "http://") + address.rstrip("/.,") + "/v1"

    def listen(self, *events):
        """What is heard from now on, as a function that returns all of it."""
        file = pathlib.Path(self.directory.name, f"heard-{len(self.started)}.jsonl")
        file.touch()
        script = pathlib.Path(__file__).with_name("listener.py")
        process = self.start([sys.executable, str(script), str(file), *events], stdout=subprocess.PIPE, text=True)
        if process.stdout.readline().strip() != "ready":
            raise desktop.Missing("a listener")
        return lambda: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
                        if line.endswith("\n")]

    def ended(self, patience=30):
        """Waits until the window has ended by itself, and well."""
        end = time.monotonic() + patience
        while self.window.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        if self.window.poll() is None:
            raise desktop.Missing("the end of the window")
        if self.window.returncode != 0:
            raise desktop.Missing(f"a good end; the window's status is {self.window.returncode}")

    def close(self):
        self.window.send_signal(signal.SIGTERM)
        self.ended()


def run(test):
    """The exit status of test(), which raises Missing when something is not as it should be."""
    try:
        test()
    except desktop.Missing as missing:
        print(f"not there: {missing}", file=sys.stderr)
        return 1
    return 0
