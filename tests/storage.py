"""A real S3 server on this machine, whose requests are noted and can be made to fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from samloft.targets.s3 import Bucket

KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "eu-north-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
"""What boto3 finds around it."""


def _error(status: str, code: str) -> tuple[str, bytes]:
    text = f"<Error><Code>{code}</Code><Message>Not this time.</Message></Error>"
    return status, b"<?xml version='1.0' encoding='UTF-8'?>" + text.encode()


BUSY = _error("503 Slow Down", "SlowDown")
DENIED = _error("403 Forbidden", "AccessDenied")
KEPT = (
    "200 OK",
    b"<?xml version='1.0' encoding='UTF-8'?><DeleteResult><Error><Key>x</Key>"
    b"<Code>InternalError</Code><Message>Not this time.</Message></Error></DeleteResult>",
)
"""How storage answers that could not delete a file."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    """With the question, if there is one."""
    headers: dict[str, str]
    """By name in lower case."""

    @property
    def kind(self) -> str:
        """Return what is asked for: PUT, COPY, DELETE, LIST, GET, HEAD."""
        if self.method == "PUT" and "x-amz-copy-source" in self.headers:
            return "COPY"
        if self.method == "POST" and self.path.endswith("?delete"):
            return "DELETE"
        return "LIST" if "list-type" in self.path else self.method


@dataclass
class Storage:
    """The server: what it was asked, and what it refuses."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    refuse: Callable[[Asked, int], tuple[str, bytes] | None] | None = None
    """Is given a request and its number; returns the error to answer with, or None."""

    def names(self, *kinds: str) -> list[str]:
        """Return the files that requests of these kinds were about, in order, below /BUCKET/."""
        return [each.path.split("/", 2)[2] for each in self.asked if each.kind in kinds]

    def count(self, kind: str) -> int:
        """Return how many requests of a kind there were."""
        return sum(each.kind == kind for each in self.asked)


@contextmanager
def serving() -> Iterator[Storage]:
    """Serve S3 on a free port, as moto does it, with our notes in between."""
    # Taken in here: every test run reads this file, and few serve anything.
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_: object) -> None:
            """Say nothing."""

    storage, lock = Storage(), threading.Lock()
    moto = DomainDispatcherApplication(create_backend_app)

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        }
        question = environ.get("QUERY_STRING")
        path = environ["PATH_INFO"] + (f"?{question}" if question else "")
        asked = Asked(environ["REQUEST_METHOD"], path, headers)
        with lock:
            storage.asked.append(asked)
            error = storage.refuse and storage.refuse(asked, len(storage.asked))
        if error:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start(error[0], [("Content-Type", "application/xml")])
            return [error[1]]
        return moto(environ, start)

    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    storage.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield storage
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def put(bucket: Bucket, files: dict[str, bytes]) -> None:
    """Put others' files into the bucket."""
    for name, content in files.items():
        bucket._client.put_object(Bucket=bucket.name, Key=name, Body=content)


def everything(bucket: Bucket) -> dict[str, bytes]:
    """Return all files in the bucket."""
    client, bucket = bucket._client, bucket.name
    listed = client.list_objects_v2(Bucket=bucket).get("Contents", ())
    return {
        each["Key"]: client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        for each in listed
    }


def in_digi(files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"digi/{name}": content for name, content in files.items()}
