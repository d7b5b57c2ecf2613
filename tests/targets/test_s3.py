"""S3 as a target, on a real server: what travels, in which order, with which headers."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sending import ENVIRONMENT, FIRST, OTHERS, Listener, many, quiet, rule_of, shipment
from storage import BUSY, DENIED, KEPT, Asked, Storage, serving

from samloft.problems import UsageError
from samloft.targets import s3, target_of
from samloft.targets.s3 import Bucket

KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "eu-north-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
NUMBERS = count(1)
UNIQUE = {name: b"%d " % number + content for number, (name, content) in enumerate(FIRST.items())}
"""As FIRST, with no content twice."""


@pytest.fixture(scope="module")
def server() -> Iterator[Storage]:
    with serving() as storage:
        yield storage


@pytest.fixture
def storage(server: Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server.address}.items():
        monkeypatch.setenv(name, value)
    server.asked.clear()
    yield server
    server.refuse = None


@pytest.fixture
def target(storage: Storage) -> Iterator[Bucket]:
    """Return a target in a bucket of its own."""
    target = Bucket(f"kurs-{next(NUMBERS)}", "digi/")
    region = {"LocationConstraint": "eu-north-1"}
    target._client.create_bucket(Bucket=target.bucket, CreateBucketConfiguration=region)
    storage.asked.clear()
    yield target
    target._client.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    folder.mkdir()
    return folder


@pytest.fixture
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore try again at once, where it would wait for seconds."""
    name = "botocore.retries.standard.ExponentialBackoff.delay_amount"
    monkeypatch.setattr(name, lambda *_: 0.0)


def put(target: Bucket, files: dict[str, bytes]) -> None:
    """Put others' files into the bucket."""
    for name, content in files.items():
        target._client.put_object(Bucket=target.bucket, Key=name, Body=content)


def everything(target: Bucket) -> dict[str, bytes]:
    """Return all files in the bucket."""
    client, bucket = target._client, target.bucket
    listed = client.list_objects_v2(Bucket=bucket).get("Contents", ())
    return {
        each["Key"]: client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        for each in listed
    }


def in_digi(files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"digi/{name}": content for name, content in files.items()}


def test_a_first_publication(storage: Storage, target: Bucket, source: Path) -> None:
    said = Listener()
    sent = target.send(shipment(source, UNIQUE), said)
    assert (sent.uploaded, sent.copied, sent.removed, sent.unchanged) == (tuple(UNIQUE), (), (), 0)
    assert everything(target) == in_digi(UNIQUE)
    assert sorted(storage.names("PUT")) == sorted(in_digi(UNIQUE))
    assert said.said[-1] == (7, 7)
    assert target.names() == UNIQUE.keys()
    assert target.read("index.html") == UNIQUE["index.html"]
    assert target.read("missing.html") is None


def test_one_changed_file_travels_alone(storage: Storage, target: Bucket, source: Path) -> None:
    target.send(shipment(source, UNIQUE), quiet)
    storage.asked.clear()
    second = {**UNIQUE, "index.html": b"new"}
    sent = target.send(shipment(source, second), quiet)
    assert (sent.uploaded, sent.copied, sent.unchanged) == (("index.html",), (), 6)
    assert [each.kind for each in storage.asked] == ["LIST", "PUT"]
    assert everything(target) == in_digi(second)
    storage.asked.clear()
    assert target.send(shipment(source, second), quiet).unchanged == 7
    assert [each.kind for each in storage.asked] == ["LIST"]


def test_the_same_content_under_two_names_is_uploaded_once(
    storage: Storage, target: Bucket, source: Path
) -> None:
    sent = target.send(shipment(source, FIRST), quiet)  # the page is in 2026.1/ and in latest/
    assert sent.copied == ("agder/latest/index.html",)
    assert len(sent.uploaded) == 6
    assert storage.names("COPY") == ["digi/agder/latest/index.html"]
    assert storage.count("PUT") == 6
    assert everything(target) == in_digi(FIRST)


def test_what_the_bucket_has_under_another_name_is_copied(
    storage: Storage, target: Bucket, source: Path
) -> None:
    target.send(shipment(source, UNIQUE), quiet)
    storage.asked.clear()
    # The page moves and its old address goes: it is copied before that. The paper moves and its
    # old address gets another one: a copy could come too late.
    page, paper = "agder/2026.1/index.html", "agder/2026.1/ark/1.pdf"
    second = {
        "agder/2026.1/moved.html": UNIQUE[page],
        "agder/2026.1/moved.pdf": UNIQUE[paper],
        **UNIQUE,
        paper: b"another paper",
    }
    del second[page]
    sent = target.send(shipment(source, second, frozenset({page})), quiet)
    assert storage.asked[-1].kind == "DELETE"
    assert sent.copied == ("agder/2026.1/moved.html",)
    assert sent.uploaded == ("agder/2026.1/moved.pdf", paper)
    assert sent.removed == (page,)
    assert everything(target) == in_digi(second)


def test_a_copy_the_bucket_refuses_is_uploaded(
    storage: Storage, target: Bucket, source: Path
) -> None:
    storage.refuse = lambda asked, _: DENIED if asked.kind == "COPY" else None
    target.send(shipment(source, FIRST), quiet)
    assert everything(target) == in_digi(FIRST)


def test_types_and_cache_rules_come_back_from_the_server(target: Bucket, source: Path) -> None:
    script = "agder/2026.1/assets/javascripts/bundle.79ae519e.min.js"
    files = {**FIRST, script: b"//", "bilde.svg": b"<svg/>", "latest/x.pdf": b"%PDF-1.7 paper"}
    sent = target.send(shipment(source, files), quiet)
    assert "latest/x.pdf" in sent.copied
    client, expected = (
        target._client,
        {
            "index.html": ("text/html; charset=utf-8", "no-cache"),
            "agder/latest/index.html": ("text/html; charset=utf-8", "no-cache"),  # a copy
            "agder/versions.json": ("application/json", "no-cache"),
            "agder/2026.1/ark/1.pdf": ("application/pdf", "public, max-age=3600"),
            "latest/x.pdf": ("application/pdf", "no-cache"),  # a copy too, with its own rule
            script: ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
            "bilde.svg": ("image/svg+xml; charset=utf-8", "no-cache"),
        },
    )
    for name, headers in expected.items():
        head = client.head_object(Bucket=target.bucket, Key=f"digi/{name}")
        assert (head["ContentType"], head["CacheControl"]) == headers, name


def test_every_upload_carries_its_checksum(storage: Storage, target: Bucket, source: Path) -> None:
    target.send(shipment(source, {**UNIQUE, "gone": b"gone"}), quiet)
    target.send(shipment(source, UNIQUE, frozenset({"gone"})), quiet)
    sent = [each for each in storage.asked if each.kind in ("PUT", "DELETE")]
    assert all("content-md5" in each.headers for each in sent)
    assert {each.kind for each in sent} == {"PUT", "DELETE"}


def test_what_makes_the_rest_visible_comes_last_and_in_order(
    storage: Storage, target: Bucket, source: Path
) -> None:
    last = {
        "agder/2026.1/manifest.json": b"of a version",
        "agder/versions.json": b"one",
        "vestland/versions.json": b"one",  # a copy
        "bodo/versions.json": b"two",
        "manifest.json": b"all",
    }
    pages = {"vestland/2026.1/manifest.json": b"not last", **many(60)}
    pages = {name: content for name, content in pages.items() if name not in last}
    target.send(shipment(source, {"gone.html": b"gone"}), quiet)
    storage.asked.clear()
    sent = target.send(shipment(source, {**pages, **last}, frozenset({"gone.html"})), quiet)
    assert sent.copied == ("vestland/versions.json",)
    sent_names = storage.names("PUT", "COPY")
    assert sent_names[-5:] == list(in_digi(last))
    assert set(sent_names[:-5]) == in_digi(pages).keys()
    assert storage.asked[-1].kind == "DELETE"


def test_what_is_gone_goes_and_what_is_others_stays(
    storage: Storage, target: Bucket, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target, {**in_digi(OTHERS), "beside.html": b"outside", "digi/": b"", "digital.html": b""})
    old = {**UNIQUE, **{f"old/{number}": b"%d old" % number for number in range(25)}}
    target.send(shipment(source, old), quiet)
    monkeypatch.setattr(s3, "MOST_AT_ONCE", 10)
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    storage.asked.clear()
    gone = frozenset(old.keys() - UNIQUE.keys()) | {"never.html", "index.html"}
    sent = target.send(shipment(source, UNIQUE, gone), quiet)
    assert (len(sent.removed), sent.unchanged) == (25, 7)
    assert (storage.count("LIST"), storage.count("DELETE")) == (4, 3)
    assert target.names() == {*UNIQUE, *OTHERS}
    monkeypatch.delenv("MOTO_S3_DEFAULT_MAX_KEYS")
    assert everything(target).keys() >= {"beside.html", "digi/", "digital.html"}


def test_a_file_that_could_not_be_deleted_is_told(
    storage: Storage, target: Bucket, source: Path
) -> None:
    target.send(shipment(source, {**UNIQUE, "gone": b"gone"}), quiet)
    storage.refuse = lambda asked, _: KEPT if asked.kind == "DELETE" else None
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, UNIQUE, frozenset({"gone"})), quiet)
    assert rule_of(stop) == (f"s3://{target.bucket}/digi", "storage-works")
    assert stop.value.problems[0].values["reason"] == "Not this time. (InternalError)"


def test_packed_files_stay_at_home(target: Bucket, source: Path) -> None:
    files = {**UNIQUE, "index.html.gz": b"packed", "sitemap.xml.gz": b"its own"}
    target.send(shipment(source, files), quiet)
    assert target.names() == {*UNIQUE, "sitemap.xml.gz"}


def test_content_with_an_etag_that_is_no_digest_is_uploaded_again(
    target: Bucket, source: Path
) -> None:
    client, where = target._client, {"Bucket": target.bucket, "Key": "digi/index.html"}
    started = client.create_multipart_upload(**where)["UploadId"]
    part = client.upload_part(**where, UploadId=started, PartNumber=1, Body=UNIQUE["index.html"])[
        "ETag"
    ]
    parts = {"Parts": [{"ETag": part, "PartNumber": 1}]}
    client.complete_multipart_upload(**where, UploadId=started, MultipartUpload=parts)
    assert client.head_object(**where)["ETag"].endswith('-1"')
    assert "index.html" in target.send(shipment(source, UNIQUE), quiet).uploaded
    digest = hashlib.md5(UNIQUE["index.html"], usedforsecurity=False).hexdigest()
    assert client.head_object(**where)["ETag"] == f'"{digest}"'


def test_a_dry_run_tells_the_same_and_changes_nothing(
    storage: Storage, target: Bucket, source: Path
) -> None:
    dry = target.send(shipment(source, FIRST), quiet, dry_run=True)
    assert {each.kind for each in storage.asked} == {"LIST"}
    assert dry == target.send(shipment(source, FIRST), quiet)
    second = {**FIRST, "index.html": b"new", "copy.html": FIRST["agder/latest/index.html"]}
    sending = shipment(source, second, frozenset({"agder/2026.1/ark/1.pdf", "never"}))
    before = everything(target)
    dry = target.send(sending, quiet, dry_run=True)
    assert everything(target) == before
    assert dry == target.send(sending, quiet)
    assert dry.copied == ("copy.html",)


@pytest.mark.usefixtures("_without_waiting")
def test_a_storage_that_is_busy_is_asked_again(
    storage: Storage, target: Bucket, source: Path
) -> None:
    storage.refuse = lambda _, number: BUSY if number % 4 == 1 else None
    files = many(24)
    sent = target.send(shipment(source, files), quiet)
    assert len(sent.uploaded) == 24
    refused = (len(storage.asked) + 3) // 4
    assert len(storage.asked) == 24 + 1 + refused
    storage.refuse = None
    assert everything(target) == in_digi(files)


def test_a_large_publication_tells_how_far_it_has_come(target: Bucket, source: Path) -> None:
    said = Listener()
    target.send(shipment(source, many(100)), said)
    assert 15 <= len(said.said) <= 20
    assert said.said[-1] == (100, 100)


def test_a_refusal_halfway_is_mended_by_running_again(
    storage: Storage, target: Bucket, source: Path
) -> None:
    target.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
    new = {**many(30), "index.html": b"new", **FIRST, "manifest.json": b"new"}
    sending = shipment(source, new, frozenset({"gone.html"}))
    storage.asked.clear()
    storage.refuse = lambda asked, number: DENIED if number > 12 else None
    with pytest.raises(UsageError) as stop:
        target.send(sending, quiet)
    assert rule_of(stop) == (f"s3://{target.bucket}/digi", "storage-gives-access")
    assert len(storage.asked) < 12 + 2 * 8 + 1  # what had not begun did not begin
    storage.refuse = None
    assert target.read("manifest.json") == FIRST["manifest.json"]
    assert target.read("gone.html") == b"gone"
    target.send(sending, quiet)
    assert everything(target) == in_digi(new)


@pytest.mark.parametrize("point", [3, 20, 41])
def test_a_killed_run_can_be_run_again(
    storage: Storage, target: Bucket, source: Path, point: int
) -> None:
    target.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
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
Bucket({target.bucket!r}, "digi/").send(sending, lambda *_, **__: None)
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
    assert point > 40 or target.read("manifest.json") == FIRST["manifest.json"]
    target.send(sending, quiet)
    expected = {**FIRST, **new}
    assert everything(target) == in_digi(expected)


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
    target = Bucket("nowhere", "")
    calls: list[Callable[[], Any]] = [
        target.names,
        lambda: target.read("x"),
        lambda: target.send(shipment(source, FIRST), quiet),
    ]
    for call in calls:
        with pytest.raises(UsageError) as stop:
            call()
        assert rule_of(stop) == ("s3://nowhere", "bucket-exists")


def test_a_file_that_is_not_there_is_told(target: Bucket, source: Path) -> None:
    sending = shipment(source, FIRST)
    (source / "index.html").unlink()
    with pytest.raises(UsageError) as stop:
        target.send(sending, quiet)
    assert rule_of(stop) == (str(source / "index.html"), "file-can-be-read")
    assert target.names() == frozenset()


def test_what_is_no_bucket_is_told_with_the_nearest_form() -> None:
    assert target_of("s3://kurs", Path()) == Bucket("kurs", "")
    assert target_of("s3://kurs.no/a/b/", Path()) == Bucket("kurs.no", "a/b/")
    for text, nearest in {
        "s3:kurs/digi": "s3://kurs/digi",
        "S3://kurs": "s3://kurs",
        "s3://Kurs": "s3://kurs",
        "s3://": "s3://BUCKET/kurs",
    }.items():
        with pytest.raises(UsageError) as stop:
            target_of(text, Path())
        assert rule_of(stop) == (text, "target-is-known")
        assert stop.value.problems[0].values["nearest"] == nearest
