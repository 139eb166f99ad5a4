#!/usr/bin/python3
"""newcomer.py [PREFIX…]: runs the commands of README.md's `sh` blocks one after the other, as they stand there, and checks what each
promises. With PREFIXes only those that begin with one. newcomer.sh calls it on a clean machine, in a fresh clone.

A command that no rule below is for fails: whoever adds one to README says here what it promises.
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

DESKTOP = pathlib.Path("tests/desktop")
HOME = pathlib.Path.home()
BUILD_PATIENCE = "10800"  # seconds
QUESTION = "Which buffer strategies are there?"  # what askdemo.py asks


class Broken(Exception):
    """A command does not do what README says."""


def require(holds, what):
    if not holds:
        raise Broken(what)


def run(command, patience=14400):
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, timeout=patience)
    require(done.returncode == 0, f"exit status {done.returncode}; the end of its output: {done.stdout[-2000:]}")
    return done.stdout


class Serving:
    """A command that serves until it is told to end, and says its address when it is ready."""

    def __init__(self, command):
        self.command = command

    def __enter__(self):
        self.process = subprocess.Popen(["sh", "-c", f"exec {self.command}"], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        require(found, f"no address in '{line}'")
        return found.group(0)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        require(self.process.wait(30) == 0, "serve does not end well")


def post(address, message):
    """The body, and whether it came whole."""
    request = urllib.request.Request(f"{address}/chat?demo_rate=0", json.dumps({"message": message}).encode())
    body = b""
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            while piece := answer.read1():
                body += piece
    except (OSError, urllib.error.URLError, ValueError, ConnectionError) as error:
        return body, error
    except Exception as error:  # http.client's IncompleteRead is none of these
        return body, error
    return body, None


def opens_the_window(command):
    with open("/tmp/newcomer.log", "w+", encoding="utf-8", errors="replace") as log:
        done = subprocess.run([DESKTOP / "with-desktop.sh", "python3", DESKTOP / "askdemo.py", "--patience", BUILD_PATIENCE,
                               "--screenshot", "/tmp/newcomer.png", *command.split()], stdout=log, stderr=log)
        log.seek(0)
        require(done.returncode == 0, f"no window that answers; the end of its output: {log.read()[-3000:]}")
    require((HOME / ".local/share/sluice/history.db").exists(), "nothing was stored")


def runs_every_test(command):
    require("100% tests passed" in run(command), "not every test passed")


def builds(command):
    run(command)
    for program in ("sluice", "sluicectl"):
        require(os.access(f"build/release/bin/{program}", os.X_OK), f"no {program}")


def answers(command):
    require(len(run(command)) > 200, "no answer")


def answers_in_json(command):
    with Serving("build/release/bin/sluicectl serve --listen 127.0.0.1:8080"):
        answer = json.loads(run(command))
    require(answer["error"] is None and answer["text"], f"no answer in {answer}")


def serves(command):
    with Serving(command) as address:
        with urllib.request.urlopen(f"{address}/health", timeout=30) as health:
            require(json.load(health)["status"] == "ok", "not healthy")
        body, problem = post(address, "table")
        require(problem is None and b"event: done" in body, f"no whole answer: {problem}")


def serves_an_upstream(command):
    with Serving("build/release/bin/sluicectl serve --listen 127.0.0.1:8080"):
        serves(command)


def cuts_its_first_answer(command):
    with Serving(command) as address:
        body, problem = post(address, "table")
        require(problem is not None and b"event: done" not in body, "the first answer is whole")
        body, problem = post(address, "table")
        require(problem is None and b"event: done" in body, f"the second answer is not whole: {problem}")


def tests_a_server(command):
    with Serving("build/release/bin/sluicectl serve --listen 127.0.0.1:8080"):
        report = run(command)
    require(all(word in report for word in ("TTFT", "ITL", "E2E")), f"no report: {report}")


def checks(command):
    with Serving("build/release/bin/sluicectl serve --listen 127.0.0.1:8080"):
        report = run(command)
    require("Nothing that is required is missing." in report and ", 0 failed" in report, f"the demo does not pass: {report}")


def compares(command):
    report = run(command)
    require(all(word in report for word in ("QPS", "latency", "memory", "bytes", "error rate")), f"rows are missing: {report}")


def exports(command):
    run(command)
    file = pathlib.Path(command.split()[-1])
    require(QUESTION in file.read_text(encoding="utf-8"), "the question of before is not in it")
    file.unlink()


def measures(command):
    """A limit may be missed on a machine that has other work; then the exit status says so."""
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, timeout=14400)
    figures = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"bench"')]
    missed = [f"{figure['bench']} {figure['what']}" for figure in figures if figure.get("ok") is False]
    print(f"{len(figures)} figures, {len(missed)} limits missed: {', '.join(missed)}", flush=True)
    require(len(figures) > 20 and done.returncode == (1 if missed else 0), f"exit status {done.returncode}: {done.stdout[-2000:]}")


RULES = [
    (r"\./dev run$", opens_the_window),
    (r"\./dev test$", runs_every_test),
    (r"\./dev build$", builds),
    (r"\./dev bench$", measures),
    (r"\S+/sluicectl ask --json --base-url http://127\.0\.0\.1:8080/v1 ", answers_in_json),
    (r"\S+/sluicectl ask \"", answers),
    (r"\S+/sluicectl serve$", serves),
    (r"\S+/sluicectl serve --upstream http://127\.0\.0\.1:8080/v1$", serves_an_upstream),
    (r"\S+/sluicectl serve --faults ", cuts_its_first_answer),
    (r"\S+/sluicectl load .*--base-url http://127\.0\.0\.1:8080/v1$", tests_a_server),
    (r"\S+/sluicectl check --faults --base-url http://127\.0\.0\.1:8080/v1$", checks),
    (r"\S+/sluicectl compare naive$", compares),
    (r"\S+/sluicectl history export \S+$", exports),
]


def commands():
    text = pathlib.Path("README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*$", "", line).strip()
            if command:
                yield command


def walk(prefixes):
    failed = 0
    for command in commands():
        if prefixes and not command.startswith(prefixes):
            print(f"left out: {command}", flush=True)
            continue
        rule = next((check for pattern, check in RULES if re.match(pattern, command)), None)
        start = time.monotonic()
        try:
            require(rule, "newcomer.py does not know what it promises")
            rule(command)
            print(f"as README says ({time.monotonic() - start:.0f} s): {command}", flush=True)
        except (Broken, OSError, subprocess.TimeoutExpired, ValueError) as error:
            print(f"NOT as README says: {command}: {error}", flush=True)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(pathlib.Path(__file__).resolve().parents[2])
    sys.exit(walk(tuple(sys.argv[1:])))
