"""docs/openapi.yaml: its operations, and whether an answer is as it says."""
import json
import warnings

import jsonschema
import yaml

warnings.simplefilter("ignore", DeprecationWarning)
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class Wrong(Exception):
    """The file and the server do not agree."""


class Operation:
    def __init__(self, document, path, method, data):
        self.path = path
        self.method = method.upper()
        self.data = data
        self.name = f"{self.method} {path}"
        self.parameters = [document.resolved(entry) for entry in data.get("parameters", [])]
        self.body = document.resolved(data["requestBody"]) if "requestBody" in data else None

    def query(self):
        return [parameter for parameter in self.parameters if parameter["in"] == "query"]

    def bodies(self):
        """The examples of a body, as bytes."""
        content = self.body["content"]["application/json"] if self.body else {}
        return {name: json.dumps(example["value"]).encode() for name, example in content.get("examples", {}).items()}

    def body_schema(self):
        return self.body["content"]["application/json"]["schema"]


class Description:
    def __init__(self, file):
        with open(file, encoding="utf-8") as opened:
            self.document = yaml.safe_load(opened)
        self.resolver = jsonschema.RefResolver.from_schema(self.document)
        self.operations = [
            Operation(self, path, method, data)
            for path, item in self.document["paths"].items()
            for method, data in item.items()
            if method in METHODS
        ]
        self.seen = set()  # (operation, status as the file has it)

    def resolved(self, node):
        while "$ref" in node:
            others = {key: value for key, value in node.items() if key != "$ref"}
            node = {**self.resolver.resolve(node["$ref"])[1], **others}
        return node

    def problem(self, schema, value):
        """What is wrong with a value; None when nothing is."""
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        error = jsonschema.exceptions.best_match(validator.iter_errors(value))
        return f"{error.message} at /{'/'.join(str(part) for part in error.absolute_path)}" if error else None

    def judge(self, operation, answer):
        """Raises Wrong unless the file says that the operation may answer so."""
        responses = {str(key): value for key, value in operation.data["responses"].items()}
        status = str(answer.status) if str(answer.status) in responses else "default"
        what = f"{operation.name} answered {answer.status}"
        if status not in responses:
            raise Wrong(f"{what}, which the file does not have: {answer.body[:200]!r}")
        response = self.resolved(responses[status])
        self.seen.add((operation.name, status))
        self.judge_headers(what, response, answer)
        self.judge_content(what, response.get("content", {}), answer)

    def judge_headers(self, what, response, answer):
        for name, entry in response.get("headers", {}).items():
            header = self.resolved(entry)
            value = answer.headers.get(name)
            if value is None:
                if header.get("required"):
                    raise Wrong(f"{what} without {name}")
            elif problem := self.problem(header["schema"], value):
                raise Wrong(f"{what}, {name}: {problem}")

    def judge_content(self, what, content, answer):
        if not content:
            if answer.body:
                raise Wrong(f"{what} with a body: {answer.body[:200]!r}")
            return
        kind = answer.headers.get("Content-Type", "")
        if kind not in content:
            raise Wrong(f"{what} with the content type '{kind}'")
        if answer.is_cut:
            return
        if kind == "application/json":
            if problem := self.problem(content[kind]["schema"], json.loads(answer.body)):
                raise Wrong(f"{what}: {problem}")
        elif kind == "text/event-stream":
            for name, data in answer.events():
                self.judge_event(what, content[kind]["x-sse-events"], name, data)

    def judge_event(self, what, events, name, data):
        if name not in events:
            raise Wrong(f"{what}, and an event '{name}', which the file does not have")
        problem = self.problem(events[name], data)
        if problem:
            try:
                problem = self.problem(events[name], json.loads(data))
            except json.JSONDecodeError:
                pass
        if problem:
            raise Wrong(f"{what}, event '{name}': {problem}")

    def unseen(self):
        """What the file says and no answer was."""
        all_of_them = {(operation.name, str(status)) for operation in self.operations for status in operation.data["responses"]}
        return sorted(all_of_them - self.seen)


def good_and_bad(description, schema):
    """Values that a parameter of this schema takes, and values that it refuses, as text."""
    schema = description.resolved(schema)
    if "anyOf" in schema:
        good = [value for part in schema["anyOf"] for value in good_and_bad(description, part)[0]]
        return good, ["x", "", "-1", str(10**30)]
    if "enum" in schema:
        return schema["enum"], ["", schema["enum"][0].upper() + "x"]
    if schema["type"] == "boolean":
        return ["true", "false"], ["", "maybe", "2"]
    if schema["type"] in ("integer", "number"):
        least, most = schema["minimum"], schema["maximum"]
        bad = [str(least - 1), str(most + 1), "", "x", "nan"] + (["1.5"] if schema["type"] == "integer" else [])
        return [str(least), str(most)], bad
    return None, []
