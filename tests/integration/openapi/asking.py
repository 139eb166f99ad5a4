"""Asks the gateway as an operation of the file says, and judges the answer."""
import urllib.parse

import wire
from description import Wrong

FAST = {"demo_rate": "0", "demo_deltas": "3"}


class Check:
    def __init__(self, description):
        self.description = description
        self.operations = description.operations
        self.problems = []

    def operation(self, name):
        return next(operation for operation in self.operations if operation.name == name)

    def streaming(self):
        return [operation for operation in self.operations if operation.path.startswith("/chat")]

    def ask(self, gateway, operation, query=None, body=None, headers=(), wants_all=True, stream="nobody"):
        """Asks as the operation says, with its first example as the body, and judges the answer."""
        query = {name: value for name, value in {**FAST, **(query or {})}.items() if value is not None}
        if body is None and operation.body:
            body = next(iter(operation.bodies().values()))
        target = operation.path.replace("{id}", stream) + "?" + urllib.parse.urlencode(query)
        answer = wire.exchange(gateway.port, operation.method, target, headers, body, wants_all)
        self.description.judge(operation, answer)
        return answer

    def expect(self, status, gateway, operation, **how):
        answer = self.ask(gateway, operation, **how)
        if answer.status != status:
            raise Wrong(f"{operation.name} answered {answer.status}, not {status}, to {how}")
        return answer
