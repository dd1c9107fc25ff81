"""nginx with TLS, configured as the README says, in front of a server that runs in this process."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.identity.running_provider import PATIENCE_S, free_port, wait_for

README = Path(__file__).resolve().parents[2] / "README.md"
FRAME = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {zone}
  {servers}
}}
"""
USER_HEADER = "X-Remote-User"
BY_PASSWORD = f'auth_basic "city"; auth_basic_user_file {{users}}; proxy_set_header {USER_HEADER} $remote_user;'
BY_NOBODY = f'proxy_set_header {USER_HEADER} "";'


@dataclass(frozen=True)
class Nginx:
    """open: the address at which everybody is let through; asking: at which nginx asks for a password."""

    open: str
    asking: str
    trust: ssl.SSLContext

    def browser(self, origin: str, address: str = "127.0.0.5", **more: object) -> httpx.Client:
        """A browser at an address of this machine."""
        transport = httpx.HTTPTransport(verify=self.trust, local_address=address)
        return httpx.Client(base_url=origin, transport=transport, timeout=PATIENCE_S, **more)  # type: ignore[arg-type]


def binary() -> str:
    """nginx of the system, or the one that `.ci/proxy` unpacked."""
    unpacked = Path(sys.prefix) / "nginx/usr/sbin/nginx"
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx") or shutil.which(str(unpacked))
    return found or pytest.skip("nginx is not installed: make neighbours")


@contextmanager
def nginx(folder: Path, upstream: int, ports: tuple[int, int], users: str) -> Iterator[Nginx]:
    """nginx in front of a port of this machine. users: lines of the file of its passwords."""
    program = binary()
    certificate(folder)
    (folder / "users").write_text(users, "utf-8")
    blocks = [
        _block(folder, upstream, port, more)
        for port, more in zip(ports, (BY_NOBODY, BY_PASSWORD.format(users=folder / "users")), strict=True)
    ]
    zone = re.search(r"limit_conn_zone .*", _readme())
    assert zone
    (folder / "nginx.conf").write_text(
        FRAME.format(folder=folder, zone=zone[0], servers="\n".join(blocks)), encoding="utf-8"
    )
    with (
        (folder / "said").open("w+b") as said,
        subprocess.Popen(
            [program, "-p", str(folder), "-e", "stderr", "-c", "nginx.conf"], stdout=said, stderr=said
        ) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{ports[0]}/healthz", process, said)  # answered by nginx: speak TLS
            trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
            yield Nginx(f"https://127.0.0.1:{ports[0]}", f"https://127.0.0.1:{ports[1]}", trust)
        finally:
            process.kill()


def ports() -> tuple[int, int]:
    return free_port(), free_port()


def _readme() -> str:
    found = re.search(r"```nginx\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def _block(folder: Path, upstream: int, port: int, more: str) -> str:
    """The server of the README, with the ports and files of a test, and what a user header needs."""
    text = _readme().partition("server {")[2]
    for said, meant in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"server_name .*;", "server_name 127.0.0.1;"),
        (r"ssl_certificate  .*;", f"ssl_certificate {folder}/certificate.pem;"),
        (r"ssl_certificate_key .*;", f"ssl_certificate_key {folder}/key.pem;"),
        (r"127\.0\.0\.1:8050;", f"127.0.0.1:{upstream}; {more}"),
        (r"\$host;", "$http_host;"),
    ):
        text, times = re.subn(said, meant, text)
        assert times, said
    return f"server {{{text}"


def certificate(folder: Path) -> None:
    """A key and its own certificate for 127.0.0.1, of a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
