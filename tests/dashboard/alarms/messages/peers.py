"""Receivers that really listen: a webhook and a mail server, which note what they are told."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Webhook:
    """answers: the statuses of the next requests, then 200; got: headers and body of each."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@dataclass
class MailServer:
    """answers: the lines of the next recipients, then "250 ok"; mails: what was taken; logins: user and secret."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    tls: ssl.SSLContext | None = None


class MailAnswering(StreamRequestHandler):
    """One connection to a mail server (RFC 5321, 3207, 4954), as far as mail of one part needs it."""

    peer: MailServer

    def handle(self) -> None:
        self._say("220 mail")
        verb = ""
        while verb != "QUIT" and (line := self.rfile.readline().decode().strip()):
            verb = line.split(" ", maxsplit=1)[0].upper()
            answer = {"EHLO": self._ehlo, "STARTTLS": self._tls, "DATA": self._data, "RCPT": self._rcpt}.get(verb)
            if verb == "AUTH":
                self._auth(line.split(" ")[2])
            elif answer:
                answer()
            else:
                self._say("221 bye" if verb == "QUIT" else "250 ok")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def _ehlo(self) -> None:
        is_open = self.peer.tls and not isinstance(self.connection, ssl.SSLSocket)
        self._say("250-mail\r\n250 " + ("STARTTLS" if is_open else "AUTH PLAIN"))

    def _tls(self) -> None:
        assert self.peer.tls
        self._say("220 go on")
        self.connection = self.peer.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")

    def _auth(self, told: str) -> None:
        _, user, secret = base64.b64decode(told).decode().split("\0")
        self.peer.logins.append((user, secret))
        self._say("235 welcome")

    def _rcpt(self) -> None:
        self._say(self.peer.answers.pop(0) if self.peer.answers else "250 ok")

    def _data(self) -> None:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        self.peer.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")


@contextmanager
def webhook() -> Iterator[Webhook]:
    """One that listens on this machine."""
    peer = Webhook()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            peer.got.append((dict(self.headers), body))
            self.send_response(peer.answers.pop(0) if peer.answers else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    with _listening(ThreadingHTTPServer(("127.0.0.1", 0), Answering)) as port:
        peer.url = f"http://127.0.0.1:{port}/alarms"
        yield peer


@contextmanager
def mail_server(certificate: Path | None = None) -> Iterator[MailServer]:
    """One that listens on this machine; certificate: a file of `own_certificate`, by which it speaks TLS when asked."""
    peer = MailServer()
    if certificate:
        peer.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        peer.tls.load_cert_chain(certificate)

    handler = type("Answering", (MailAnswering,), {"peer": peer})
    with _listening(ThreadingTCPServer(("127.0.0.1", 0), handler)) as port:
        peer.port = port
        yield peer


@contextmanager
def _listening(server: ThreadingTCPServer | ThreadingHTTPServer) -> Iterator[int]:
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def own_certificate(file: Path) -> Path:
    """A key and a certificate for 127.0.0.1 in one file, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return file
