#!/usr/bin/python3
"""checkdocs.py ROOT SLUICECTL SLUICE: what the documentation shows must be there.

Each command in a fenced `sh` block of README.md, CONTRIBUTING.md and docs/ that starts with ./dev, sluicectl or sluice is one that the
program of today takes: its verb, its options, their values and its arguments. Each relative link and picture exists, with its heading.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys

PROGRAMS = ("./dev", "sluicectl", "sluice")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")

WRONG = ("./dev nonsense", "./dev bench bench_nonsense", "sluicectl nonsense", "sluicectl ask --nonsense", "sluicectl ask --model",
         "sluicectl replay", "sluicectl compare nonsense", "sluicectl bench Hello", "sluice --nonsense")


class Syntax:
    """What `PROGRAM VERB --help` says: options, whether they take a value, and the arguments."""

    def __init__(self, text):
        usage = text.split("\n", 1)[0]
        self.options = {}
        for line in re.findall(r"^  (-.*)$", text, re.MULTILINE):
            names = re.match(r"((?:-\w|--[\w-]+)(?:, (?:-\w|--[\w-]+))*)( <[^>]+>)?", line)
            for name in names.group(1).split(", "):
                self.options[name] = names.group(2) is not None
        arguments = re.sub(r"^Usage: \S+", "", usage).replace("[options]", "")
        self.least = len(re.findall(r"(?<!\[)\b[A-Z]{2,}…?(?![\w\]])", arguments))
        self.has_arguments = bool(re.search(r"[A-Z]{2,}", arguments))

    def problem(self, words):
        arguments = 0
        words = list(words)
        while words:
            word = words.pop(0)
            if not word.startswith("-") or word == "-":
                arguments += 1
                continue
            name, equals, _ = word.partition("=")
            if name not in self.options:
                return f"has no option {name}"
            if self.options[name] and not equals:
                if not words or words[0].startswith("--"):
                    return f"needs a value for {name}"
                words.pop(0)
        if arguments < self.least:
            return "needs an argument"
        return "takes no argument" if arguments and not self.has_arguments else None


class Programs:
    def __init__(self, root, ctl, window):
        self.root, self.paths, self.known = root, {"sluicectl": ctl, "sluice": window}, {}
        usage = subprocess.run([root / "dev", "help"], capture_output=True, text=True, check=True).stdout
        self.verbs = set(re.findall(r"^  (\w+)\s", usage, re.MULTILINE))

    def help_of(self, *words):
        if words not in self.known:
            done = subprocess.run([self.paths[words[0]], *words[1:], "--help"], capture_output=True, text=True, timeout=60,
                                  env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
            self.known[words] = done.stdout if done.returncode == 0 else None
        return self.known[words]

    def problem(self, words):
        program, *rest = words
        if program == "./dev":
            verb = rest[0] if rest else ""
            if verb not in self.verbs:
                return f"./dev has no verb '{verb}'"
            return None if verb != "bench" else self.bench_problem(rest[1:])
        command = [program]
        if program == "sluicectl":
            if rest and rest[0] in ("--version", "--help"):
                return None
            length = 2 if rest and rest[0] in ("compare", "history") else 1
            command += rest[:length]
            rest = rest[length:]
        text = self.help_of(*command)
        if text is None:
            return f"{' '.join(command)} is no command"
        problem = Syntax(text).problem(rest)
        return f"{' '.join(command)} {problem}" if problem else None

    def bench_problem(self, names):
        sources = {path.stem for path in (self.root / "tests/bench").glob("bench_*.cpp")} | {"bench_window_long"}
        missing = [name for name in names if name not in sources]
        return f"there is no benchmark {missing[0]}" if missing else None


def commands(text):
    """The lines of all sh blocks, continued ones joined, without comments."""
    for language, block in FENCE.findall(text):
        if language == "sh":
            for line in re.sub(r"\\\n\s*", " ", block).splitlines():
                words = shlex.split(line, comments=True)
                while words and re.fullmatch(r"\w+=.*", words[0]):
                    words.pop(0)
                if words:
                    yield words


def ours(words):
    """The part of a line that is a command of this project; `build/release/bin/sluicectl` is sluicectl."""
    name = words[0] if words[0] == "./dev" else words[0].rsplit("/", 1)[-1]
    if name not in PROGRAMS:
        return None
    end = next((i for i, word in enumerate(words) if word in ("|", ">", "&", "&&", ">>", "<")), len(words))
    return [name, *words[1:end]]


def anchors(text):
    """The names that a forge gives to the headings."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def link_problem(root, page, target):
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or root not in [file, *file.parents]:
        return f"links to {target}, which is not there"
    if anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
        return f"links to {target}, but there is no such heading"
    return None


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    programs = Programs(root, sys.argv[2], sys.argv[3])
    pages = [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]
    checked = {"commands": 0, "links": 0}
    problems = [f"'{line}' should have been refused" for line in WRONG if not programs.problem(ours(shlex.split(line)))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for words in commands(text):
            command = ours(words)
            checked["commands"] += command is not None
            if command and (problem := programs.problem(command)):
                problems.append(f"{page.relative_to(root)}: {' '.join(words)}: {problem}")
        for found in LINK.findall(FENCE.sub("", text)):
            checked["links"] += 1
            if problem := link_problem(root, page, found[0] or found[1]):
                problems.append(f"{page.relative_to(root)} {problem}")
    problems += [f"docs/images/{picture.name} is larger than 150 KB" for picture in sorted((root / "docs/images").glob("*"))
                 if picture.stat().st_size > 150 * 1024]
    print("\n".join(problems))
    print(f"{len(pages)} pages, {checked['commands']} commands, {checked['links']} links")
    if not (checked["commands"] and checked["links"]):
        print("nothing was checked")
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
