"""One HTTP request over one socket, to the byte; and what came back."""
import http.client
import socket
import zlib

PATIENCE = 30


class Answer:
    def __init__(self, response, wants_all):
        self.status = response.status
        self.headers = response.headers
        self.is_cut = not wants_all and response.getheader("Content-Type") == "text/event-stream"
        self.body = b"" if self.is_cut else response.read()
        if self.headers.get("Content-Encoding") == "gzip":
            self.body = zlib.decompress(self.body, 31)

    def events(self):
        """(name, data) of each event; every one of a /chat… route has an id, and no comment has."""
        found = []
        for block in self.body.decode().split("\n\n"):
            lines = [line for line in block.split("\n") if line and not line.startswith(":")]
            if not lines:
                continue
            fields = [line.split(":", 1) for line in lines]
            values = lambda name: [value[1:] for key, value in fields if key == name]  # noqa: E731
            found.append(((values("event") or ["message"])[0], "\n".join(values("data"))))
        return found



def exchange(port, method, target, headers=(), body=None, wants_all=True):
    """Sends a request, Host and Content-Length added where they are not named, and reads the answer."""
    names = {name.lower() for name, _ in headers}
    lines = [f"{method} {target} HTTP/1.1"]
    if "host" not in names:
        lines.append(f"Host: 127.0.0.1:{port}")
    lines += [f"{name}: {value}" for name, value in headers if value is not None]
    if body is not None and "content-length" not in names:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall("\r\n".join(lines + ["Connection: close", "", ""]).encode() + (body or b""))
        return read(connection, method, wants_all)


def read(connection, method, wants_all=True):
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    try:
        return Answer(response, wants_all)
    finally:
        response.close()
