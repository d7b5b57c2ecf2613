"""S3 that is busy, refuses, or loses us halfway: told in words, and mended by running again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sending import (
    ENVIRONMENT,
    FIRST,
    UNIQUE,
    many,
    quiet,
    rule_of,
    shipment,
)
from storage import BUSY, DENIED, KEPT, KEYS, Asked, Storage, everything, in_digi

from samloft.problems import UsageError
from samloft.targets import target_of
from samloft.targets.s3 import Bucket


def test_a_copy_the_bucket_refuses_is_uploaded(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    storage.refuse = lambda asked, _: DENIED if asked.kind == "COPY" else None
    bucket.send(shipment(source, FIRST), quiet)
    assert everything(bucket) == in_digi(FIRST)


def test_a_file_that_could_not_be_deleted_is_told(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    bucket.send(shipment(source, {**UNIQUE, "gone": b"gone"}), quiet)
    storage.refuse = lambda asked, _: KEPT if asked.kind == "DELETE" else None
    with pytest.raises(UsageError) as stop:
        bucket.send(shipment(source, UNIQUE, frozenset({"gone"})), quiet)
    assert rule_of(stop) == (f"s3://{bucket.name}/digi", "storage-works")
    assert stop.value.problems[0].values["reason"] == "Not this time. (InternalError)"


@pytest.mark.usefixtures("_without_waiting")
def test_a_storage_that_is_busy_is_asked_again(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    storage.refuse = lambda _, number: BUSY if number % 4 == 1 else None
    files = many(24)
    sent = bucket.send(shipment(source, files), quiet)
    assert len(sent.uploaded) == 24
    refused = (len(storage.asked) + 3) // 4
    assert len(storage.asked) == 24 + 1 + refused
    storage.refuse = None
    assert everything(bucket) == in_digi(files)


def test_a_refusal_halfway_is_mended_by_running_again(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    bucket.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
    new = {**many(30), "index.html": b"new", **FIRST, "manifest.json": b"new"}
    sending = shipment(source, new, frozenset({"gone.html"}))
    storage.asked.clear()
    storage.refuse = lambda asked, number: DENIED if number > 12 else None
    with pytest.raises(UsageError) as stop:
        bucket.send(sending, quiet)
    assert rule_of(stop) == (f"s3://{bucket.name}/digi", "storage-gives-access")
    assert len(storage.asked) < 12 + 2 * 8 + 1  # what had not begun did not begin
    storage.refuse = None
    assert bucket.read("manifest.json") == FIRST["manifest.json"]
    assert bucket.read("gone.html") == b"gone"
    bucket.send(sending, quiet)
    assert everything(bucket) == in_digi(new)


@pytest.mark.slow("each")
@pytest.mark.parametrize("point", [3, 20, 41])
def test_a_killed_run_can_be_run_again(
    storage: Storage, bucket: Bucket, source: Path, point: int
) -> None:
    bucket.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
    new = {**many(40), "copy.html": b"page 1", "manifest.json": b"new"}
    sending = shipment(source, new, frozenset({"gone.html"}))
    storage.asked.clear()
    reached = Reached(point)
    storage.refuse = reached
    script = f"""
from pathlib import Path
from samloft.targets import Shipment
from samloft.targets.s3 import Bucket
sending = Shipment(source=Path({str(source)!r}), files={sending.files!r}, gone={{"gone.html"}})
Bucket({bucket.name!r}, "digi/").send(sending, lambda *_, **__: None)
"""
    environment = {**ENVIRONMENT, **KEYS, "AWS_ENDPOINT_URL": storage.address}
    running = subprocess.Popen([sys.executable, "-c", script], env=environment)
    until = time.monotonic() + 20
    while not reached.is_so and running.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    running.kill()
    running.wait()
    assert reached.is_so
    storage.refuse = None
    assert point > 40 or bucket.read("manifest.json") == FIRST["manifest.json"]
    bucket.send(sending, quiet)
    expected = {**FIRST, **new}
    assert everything(bucket) == in_digi(expected)


class Reached:
    """Notes that a number of requests has come; those after it are kept waiting as refused."""

    def __init__(self, point: int) -> None:
        self.point, self.is_so = point, False

    def __call__(self, _: Asked, number: int) -> tuple[str, bytes] | None:
        self.is_so = self.is_so or number > self.point
        return BUSY if self.is_so else None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "storage-has-key"),
        ({"AWS_SECRET_ACCESS_KEY": None}, "storage-has-key"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "storage-answers"),
        ({"AWS_ENDPOINT_URL": "not an address"}, "storage-answers"),
        ({"AWS_PROFILE": "nobody"}, "storage-works"),
    ],
)
@pytest.mark.usefixtures("storage", "_without_waiting")
def test_settings_that_are_off_are_told(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str | None], rule: str
) -> None:
    for name, value in change.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as stop:
        target_of("s3://kurs/digi", Path()).names()
    assert rule_of(stop) == ("s3://kurs/digi", rule)


@pytest.mark.usefixtures("storage")
def test_a_bucket_that_is_not_there_is_told(source: Path) -> None:
    bucket = Bucket("nowhere", "")
    calls: list[Callable[[], Any]] = [
        bucket.names,
        lambda: bucket.read("x"),
        lambda: bucket.send(shipment(source, FIRST), quiet),
    ]
    for call in calls:
        with pytest.raises(UsageError) as stop:
            call()
        assert rule_of(stop) == ("s3://nowhere", "bucket-exists")


def test_a_file_that_is_not_there_is_told(bucket: Bucket, source: Path) -> None:
    sending = shipment(source, FIRST)
    (source / "index.html").unlink()
    with pytest.raises(UsageError) as stop:
        bucket.send(sending, quiet)
    assert rule_of(stop) == (str(source / "index.html"), "file-can-be-read")
    assert bucket.names() == frozenset()


def test_what_is_no_bucket_is_told_with_the_nearest_form() -> None:
    assert target_of("s3://kurs", Path()) == Bucket("kurs", "")
    assert target_of("s3://kurs.no/a/b/", Path()) == Bucket("kurs.no", "a/b/")
    for text, nearest in {
        "s3:kurs/digi": "s3://kurs/digi",
        "S3://kurs": "s3://kurs",
        "s3://Kurs": "s3://kurs",
        "s3://vår-bøtte/kurs": "s3://var-botte/kurs",
        "s3://": "s3://BUCKET/kurs",
    }.items():
        with pytest.raises(UsageError) as stop:
            target_of(text, Path())
        assert rule_of(stop) == (text, "target-is-known")
        assert stop.value.problems[0].values["nearest"] == nearest
