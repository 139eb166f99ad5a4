#!/usr/bin/python3
"""check.py OPENAPI.yaml: holds the file against the running gateway, both ways.

All that the file describes is asked for, and each answer must be as it says; each status that it names must have been seen once; and
each route and method of the server must be in it. SLUICE_CTL is the program, SLUICE_ROUTES prints the server's own list of routes.
"""
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import traceback
import urllib.parse

import parameters
import servers
import wire
from asking import FAST, Check
from description import Description, Wrong
from servers import Gateway

TOO_LONG = 9 * 1024 * 1024


def every_route_of_the_server_is_in_the_file(check):
    listed = subprocess.run([os.environ["SLUICE_ROUTES"]], stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    routes, described = {route for route in listed if route}, {operation.name for operation in check.operations}
    if routes != described:
        raise Wrong(f"only the server has {sorted(routes - described)}, only the file {sorted(described - routes)}")


def other_methods_and_paths_are_refused(check):
    schema = {"$ref": "#/components/schemas/Detail"}
    with Gateway() as gateway:
        for path in {operation.path for operation in check.operations}:
            methods = {operation.method for operation in check.operations if operation.path == path}
            methods |= {"HEAD"} if "GET" in methods else set()
            for method in {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - methods:
                answer = wire.exchange(gateway.port, method, path.replace("{id}", "x"))
                allowed = set(answer.headers.get("Allow", "").split(", "))
                if answer.status != 405 or allowed != methods or answer.headers.get("Access-Control-Allow-Origin"):
                    raise Wrong(f"{method} {path} answered {answer.status}, Allow {allowed}, not {methods}")
        unknown = wire.exchange(gateway.port, "GET", "/nothing")
        if unknown.status != 404 or check.description.problem(schema, json.loads(unknown.body)):
            raise Wrong(f"an unknown path answered {unknown.status} {unknown.body!r}")


def answers(check, gateway):
    """What each operation answers when all is well; the events of /chat."""
    profile = resume = None
    for operation in check.streaming():
        answer = check.expect(200, gateway, operation)
        kinds = [name for name, _ in answer.events()]
        if not answer.body.strip() or kinds[-1] != "done":
            raise Wrong(f"{operation.name} ended with {kinds[-1:]}")
        by_query = check.expect(200, gateway, operation, query={"message": "What can Sluice do?"}, body=b"")
        if by_query.events()[-1:] != answer.events()[-1:]:
            raise Wrong(f"{operation.name} answers a message in the query otherwise")
        resume = answer.headers["X-Stream-Id"] if operation.path == "/chat" else resume
        profile = answer.headers["X-Stream-Id"] if operation.path == "/chat-profiled" else profile
    for operation in check.operations:
        if operation.path.startswith("/v1/chat"):
            for body in operation.bodies().values():
                check.expect(200, gateway, operation, body=body)
        elif operation.path == "/profiles/{id}":
            check.expect(200, gateway, operation, stream=profile)
        elif operation.method == "GET":
            answer = check.expect(200, gateway, operation, stream=resume)
            head = wire.exchange(gateway.port, "HEAD", operation.path.replace("{id}", resume))
            if head.status != 200 or head.body or head.headers["Content-Type"] != answer.headers["Content-Type"]:
                raise Wrong(f"HEAD {operation.path} is not GET without a body")
    return resume


def all_is_as_described_with_the_demo(check):
    with Gateway() as gateway:
        stream = answers(check, gateway)
        resume, cancel = check.operation("GET /streams/{id}"), check.operation("DELETE /streams/{id}")
        whole = check.ask(gateway, resume, stream=stream).events()
        rest = check.ask(gateway, resume, stream=stream, headers=[("Last-Event-ID", "2")]).events()
        if rest != whole[2:]:
            raise Wrong("Last-Event-ID does not go on behind that event")
        check.expect(400, gateway, resume, stream=stream, headers=[("Last-Event-ID", "99")])
        check.expect(204, gateway, cancel, stream=stream)
        chat = check.operation("POST /chat")
        for query, kind in (({"message": "Think"}, "reasoning"), ({"message": "Hi", "demo_fail_at": 2}, "error")):
            kinds = [name for name, _ in check.expect(200, gateway, chat, query=query, body=b"").events()]
            if kind not in kinds:
                raise Wrong(f"{query} gives {kinds}")
        hit = check.ask(gateway, check.operation("POST /chat-cached"))
        if hit.events()[0] != ("cached", "true"):
            raise Wrong("the second answer of /chat-cached is no hit")


def all_is_as_described_with_an_upstream(check):
    with Gateway() as model, Gateway("--upstream", f"http://127.0.0.1:{model.port}/v1?{urllib.parse.urlencode(FAST)}") as gateway:
        answers(check, gateway)


def gzip_comes_where_it_is_asked_for(check):
    with Gateway() as gateway:
        for operation in check.streaming():
            flag = next((entry for entry in operation.query() if entry["name"] == "enable_compression"), None)
            for value in ("true", "false", None):
                query = {} if value is None else {"enable_compression": value}
                answer = check.expect(200, gateway, operation, query=query, headers=[("Accept-Encoding", "gzip")])
                packed = flag is not None and (value or str(flag["schema"]["default"]).lower()) == "true"
                if (answer.headers.get("Content-Encoding") == "gzip") != packed:
                    raise Wrong(f"{operation.name} with enable_compression={value} is {'plain' if packed else 'packed'}")


def refusals_of_the_request_are_as_described(check):
    with Gateway() as gateway, Gateway("--token-env", "TOKEN", environment={"TOKEN": "secret"}) as guarded:
        for operation in check.operations:
            check.expect(400, gateway, operation, headers=[("Host", None)])
            check.expect(401, guarded, operation)
            check.expect(403, gateway, operation, headers=[("Origin", "http://elsewhere.example")])
            check.expect(403, gateway, operation, headers=[("Host", "elsewhere.example")])
            check.expect(431, gateway, operation, headers=[("X-Long", "x" * 66 * 1024)])
            if operation.body:
                check.expect(400, gateway, operation, body=b"{")
                check.expect(413, gateway, operation, headers=[("Content-Length", str(TOO_LONG))])
            if operation in check.streaming():
                check.expect(422, gateway, operation, body=b"{}")
                check.expect(422, gateway, operation, body=b'{"message": ""}')
            if "{id}" in operation.path:
                check.expect(404, gateway, operation)
        check.expect(200, guarded, check.operation("GET /health"), headers=[("Authorization", "Bearer secret")])
        completion = check.operation("POST /v1/chat/completions")
        for body in (b"[]", b'{"messages": []}', b'{"messages": [{"role": "user", "content": "Hi"}], "stream": 1}'):
            check.expect(400, gateway, completion, body=body)


def slow_bodies_are_refused(check):
    with Gateway() as gateway, contextlib.ExitStack() as open_ones:
        waiting = []
        for operation in (operation for operation in check.operations if operation.body):
            connection = open_ones.enter_context(socket.create_connection(("127.0.0.1", gateway.port), timeout=wire.PATIENCE))
            head = f"{operation.method} {operation.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
            connection.sendall(head.encode())
            waiting.append((operation, connection))
        for operation, connection in waiting:
            answer = wire.read(connection, operation.method)
            check.description.judge(operation, answer)
            if answer.status != 408:
                raise Wrong(f"{operation.name} answered {answer.status} to a body that does not come")


def what_the_log_dropped_is_gone(check):
    with Gateway("--log-bytes", "1000") as gateway:
        stream = check.ask(gateway, check.operation("POST /chat"), query={"demo_deltas": 500}).headers["X-Stream-Id"]
        check.expect(410, gateway, check.operation("GET /streams/{id}"), stream=stream)


def trouble_behind_the_gateway_is_told(check):
    behind = check.streaming() + [operation for operation in check.operations if operation.path.startswith("/v1")]
    with servers.closed_port() as port, Gateway("--upstream", f"http://127.0.0.1:{port}/v1") as gateway:
        for operation in behind:
            check.expect(502, gateway, operation)
    with servers.refusing_upstream() as url, Gateway("--upstream", url, "--model", "m") as gateway:
        for operation in behind:
            answer = check.expect(429, gateway, operation)
            if answer.headers.get("Retry-After") != "7":
                raise Wrong(f"{operation.name} loses Retry-After")


def who_has_no_place_is_told(check):
    endless = {"demo_stall_ms": "86400000", "demo_stall_at": "1"}
    pooled = check.operation("POST /chat-pooled")
    with Gateway("--max-streams", "1") as gateway:
        check.expect(200, gateway, pooled, query=endless, wants_all=False)  # goes on for the grace, ten seconds
        if "Retry-After" not in check.expect(503, gateway, pooled).headers:
            raise Wrong("a full pool does not say when to come again")
    with Gateway("--demo-slots", "1", "--demo-patience", "0") as gateway:
        check.expect(200, gateway, check.operation("POST /chat"), query=endless, wants_all=False)
        for operation in check.streaming() + [check.operation("POST /v1/chat/completions")]:
            check.expect(503, gateway, operation)
    with Gateway(files=64) as gateway, contextlib.ExitStack() as others:
        for _ in range(51):  # four fifths of 64
            others.enter_context(socket.create_connection(("127.0.0.1", gateway.port)))
        for operation in check.operations:
            check.expect(503, gateway, operation)


def who_comes_while_it_shuts_down_is_told(check):
    with Gateway() as gateway:
        target = "/chat?message=Hi&demo_deltas=3&demo_stall_ms=86400000&demo_stall_at=1"
        with socket.create_connection(("127.0.0.1", gateway.port)) as reader:
            reader.sendall(f"POST {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            reader.recv(16)
            gateway.drain()
            while wire.exchange(gateway.port, "POST", "/chat?message=Hi", wants_all=False).status != 503:
                pass
            for operation in check.streaming() + [check.operation("POST /v1/chat/completions")]:
                check.expect(503, gateway, operation)


def a_redis_that_is_away_is_told(check):
    with servers.redis() as (port, process):
        if process is None:
            raise Wrong("no Redis here: install redis-tools")
        with Gateway("--redis", f"127.0.0.1:{port}") as gateway:
            process.kill()
            process.wait()
            for operation in (operation for operation in check.operations if "{id}" in operation.path):
                check.expect(502, gateway, operation)


def all_that_is_described_was_seen(check):
    unseen = check.description.unseen()
    if unseen:
        raise Wrong("no answer was " + ", ".join(f"{status} of {name}" for name, status in unseen))


CHECKS = [
    every_route_of_the_server_is_in_the_file,
    other_methods_and_paths_are_refused,
    all_is_as_described_with_the_demo,
    all_is_as_described_with_an_upstream,
    gzip_comes_where_it_is_asked_for,
    parameters.parameters_take_what_they_say_and_nothing_else,
    parameters.each_chat_route_checks_the_parameters_of_all,
    parameters.the_demo_object_takes_what_it_says_and_nothing_else,
    refusals_of_the_request_are_as_described,
    what_the_log_dropped_is_gone,
    trouble_behind_the_gateway_is_told,
    who_has_no_place_is_told,
    who_comes_while_it_shuts_down_is_told,
    a_redis_that_is_away_is_told,
    all_that_is_described_was_seen,
]


def run(check, function):
    try:
        function(check)
        print(f"PASS {function.__name__}", flush=True)
        return True
    except Exception as error:  # pylint: disable=broad-except
        print(f"FAIL {function.__name__}: {error if isinstance(error, Wrong) else traceback.format_exc()}", flush=True)
        return False


def main():
    check = Check(Description(sys.argv[1]))
    slow = []  # ten seconds of waiting, beside the rest
    beside = threading.Thread(target=lambda: slow.append(run(check, slow_bodies_are_refused)))
    beside.start()
    good = [run(check, function) for function in CHECKS[:-1]]
    beside.join()
    good.append(run(check, CHECKS[-1]))
    return 0 if all(good + slow) else 1


if __name__ == "__main__":
    sys.exit(main())
