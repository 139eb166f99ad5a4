"""The servers that the check talks to, each a process of its own on a free loopback port. All end with the context."""
import contextlib
import ctypes
import http.server
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

PROGRAM = os.environ["SLUICE_CTL"]
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class Gateway:
    def __init__(self, *options, files=None, environment=None):
        self.folder = tempfile.TemporaryDirectory()

        def prepare():
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # also when the check is killed for taking too long
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--listen", "127.0.0.1:0", "--cache", f"{self.folder.name}/cache.db", *options],
            stdout=subprocess.PIPE, env={**os.environ, **(environment or {})}, preexec_fn=prepare, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        if not found:
            raise RuntimeError(f"the gateway does not start: {line!r}")
        self.port = int(found.group(1))

    def drain(self):
        self.process.send_signal(signal.SIGTERM)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


class RefusingServer(http.server.BaseHTTPRequestHandler):
    """A model server that is asked too much."""

    def refuse(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b'{"error":{"message":"Slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}'
        self.send_response(429)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = refuse

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def refusing_upstream():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RefusingServer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def closed_port():
    """A port that nobody listens on, and that nobody else gets meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextlib.contextmanager
def redis():
    """Its port and its process; (None, None) where there is no Redis."""
    program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    if not program:
        yield None, None
        return
    with closed_port() as port:
        pass
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            executable=program, stdout=subprocess.PIPE, text=True)
        try:
            while "Ready to accept" not in (line := process.stdout.readline()) and line:
                pass
            yield port, process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
