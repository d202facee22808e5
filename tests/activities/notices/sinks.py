"""A web server of this machine that answers as the services of group robots do."""

import contextlib
import json
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from activities.notices.models import Robot
from tests.conftest import NOW

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
SECRET = "SEC0123456789abcdef"
OK = {"wecom": {"errcode": 0, "errmsg": "ok"}, "dingtalk": {"errcode": 0, "errmsg": "ok"}}
OK["feishu"] = {"code": 0, "msg": "success", "data": {}}


@dataclass
class Letter:
    path: str
    data: dict
    size: int


@dataclass
class Sink:
    """`answers`: what is answered one after the other, the last one again and again; a number of seconds is a silence."""

    answers: list
    status: int = 200
    headers: dict = field(default_factory=dict)
    letters: list = field(default_factory=list)
    address: str = ""

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.letters.append(Letter(handler.path, json.loads(body), len(body)))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, int | float):
            time.sleep(answer)
            return
        status = self.status
        if isinstance(answer, tuple):
            status, answer = answer
        text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        handler.send_response(status)
        for name, value in {**self.headers, "Content-Length": str(len(text))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text)

    @property
    def texts(self):
        """What the group reads, message by message."""
        return [
            letter.data["content" if "content" in letter.data else "text"].get("text")
            or letter.data["text"]["content"]
            for letter in self.letters
        ]


@contextlib.contextmanager
def serving(*answers, certificate=None, **options):
    sink = Sink(list(answers), **options)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sink.answer(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    sink.address = f"{scheme}://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()


def make_robot(branch, kind="wecom", name="党员大群", **fields):
    robot = Robot(branch=branch, kind=kind, name=name, created_at=NOW, **fields)
    robot.lock_away(KEY, "" if kind == "wecom" else SECRET)
    robot.save()
    return robot
