#!/usr/bin/python3
"""A model server whose timing is known: deltas by an absolute schedule, and a note of when each was really sent.

Prints its port, then for each answer one line of JSON: the times of its sends in seconds of CLOCK_MONOTONIC.
"""
import argparse
import http.server
import json
import math
import random
import time


def pause(pauses, options):
    """Log-normal about the mean that the rate asks for; all the same without a spread."""
    return math.exp(pauses.gauss(-options.spread ** 2 / 2, options.spread)) / options.rate


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = json.dumps({"object": "list", "data": [{"id": "paced", "object": "model"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        received = time.monotonic()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        options = self.server.options
        sent = []
        due = received + options.ttft
        count = int(options.rate * options.seconds)
        pauses = random.Random(1)
        for i in range(count):
            if options.stall and i == int(options.rate * options.stall_at):
                due += options.stall
            time.sleep(max(0.0, due - time.monotonic()))
            sent.append(self.event({"choices": [{"index": 0, "delta": {"content": f"w{i} "}}]}))
            due += pause(pauses, options)
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.event({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": count, "total_tokens": count + 3}})
        self.chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")
        print(json.dumps({"received": received, "sent": sent}), flush=True)

    def event(self, value):
        return self.chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def chunk(self, data):
        """When it was handed to the kernel: whom that wakes may run before the call comes back."""
        framed = b"%x\r\n%s\r\n" % (len(data), data)
        now = time.monotonic()
        self.wfile.write(framed)
        return now


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=200, help="deltas a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--ttft", type=float, default=0.3, help="seconds until the first")
    parser.add_argument("--spread", type=float, default=0, help="of the pauses, as the standard deviation of their logarithm")
    parser.add_argument("--stall", type=float, default=0, help="seconds of silence")
    parser.add_argument("--stall-at", type=float, default=3, help="seconds from the first delta")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.options = options
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
