"""The shared course can be anywhere Git reaches: behind SSH and HTTPS."""

from __future__ import annotations

import datetime
import functools
import http.server
import ipaddress
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from repos import PASSWORD, build, change, commit, git


def _over_ssh(shared: Path, folder: Path) -> tuple[str, dict[str, str]]:
    """Return an address for SSH, and what stands in for the program that would call it."""
    caller = folder / "ssh"
    caller.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n', encoding="utf-8")
    caller.chmod(0o755)
    return f"ssh://git@felles.eksempel{shared}", {
        "GIT_SSH": str(caller), "GIT_SSH_VARIANT": "simple"
    }  # fmt: skip


def _certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return what a server on this machine shows who it is with, and a file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    place = x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(hours=1))
    made = made.not_valid_after(now + datetime.timedelta(hours=1))
    made = made.add_extension(x509.SubjectAlternativeName([place]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "bevis.pem").write_bytes(certificate)
    (folder / "bevis-og-nokkel.pem").write_bytes(private + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "bevis-og-nokkel.pem")
    return context, folder / "bevis.pem"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.slow("each")
@pytest.mark.parametrize("how", ["ssh", "https"])
def test_the_shared_course_can_be_anywhere_git_reaches(
    how: str, shared: Path, own: Path, tmp_path: Path
) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    git(shared, "update-server-info")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    context, voucher = _certified(tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"https://127.0.0.1:{server.server_port}/felles/.git"
        trusting = {"GIT_SSL_CAINFO": str(voucher)}
        source, more = _over_ssh(shared, tmp_path) if how == "ssh" else (address, trusting)
        change(own / "course.lock", f'"{shared}"', f'"{source}"')
        commit(own)
        done = build(own, "pull", **more)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "er svært langt." in (own / PASSWORD).read_text(encoding="utf-8")
