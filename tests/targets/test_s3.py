"""S3 as a target, on a real server: what travels, in which order, with which headers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sending import (
    FIRST,
    OTHERS,
    UNIQUE,
    Listener,
    many,
    quiet,
    shipment,
)
from storage import Storage, everything, in_digi, put

from samloft.targets import s3
from samloft.targets.s3 import Bucket


def test_a_first_publication(storage: Storage, bucket: Bucket, source: Path) -> None:
    said = Listener()
    sent = bucket.send(shipment(source, UNIQUE), said)
    assert (sent.uploaded, sent.copied, sent.removed, sent.unchanged) == (tuple(UNIQUE), (), (), 0)
    assert everything(bucket) == in_digi(UNIQUE)
    assert sorted(storage.names("PUT")) == sorted(in_digi(UNIQUE))
    assert said.said[-1] == (7, 7)
    assert bucket.names() == UNIQUE.keys()
    assert bucket.read("index.html") == UNIQUE["index.html"]
    assert bucket.read("missing.html") is None


def test_one_changed_file_travels_alone(storage: Storage, bucket: Bucket, source: Path) -> None:
    bucket.send(shipment(source, UNIQUE), quiet)
    storage.asked.clear()
    second = {**UNIQUE, "index.html": b"new"}
    sent = bucket.send(shipment(source, second), quiet)
    assert (sent.uploaded, sent.copied, sent.unchanged) == (("index.html",), (), 6)
    assert [each.kind for each in storage.asked] == ["LIST", "PUT"]
    assert everything(bucket) == in_digi(second)
    storage.asked.clear()
    assert bucket.send(shipment(source, second), quiet).unchanged == 7
    assert [each.kind for each in storage.asked] == ["LIST"]


def test_the_same_content_under_two_names_is_uploaded_once(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    sent = bucket.send(shipment(source, FIRST), quiet)  # the page is in 2026.1/ and in latest/
    assert sent.copied == ("agder/latest/index.html",)
    assert len(sent.uploaded) == 6
    assert storage.names("COPY") == ["digi/agder/latest/index.html"]
    assert storage.count("PUT") == 6
    assert everything(bucket) == in_digi(FIRST)


def test_what_the_bucket_has_under_another_name_is_copied(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    bucket.send(shipment(source, UNIQUE), quiet)
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
    sent = bucket.send(shipment(source, second, frozenset({page})), quiet)
    assert storage.asked[-1].kind == "DELETE"
    assert sent.copied == ("agder/2026.1/moved.html",)
    assert sent.uploaded == ("agder/2026.1/moved.pdf", paper)
    assert sent.removed == (page,)
    assert everything(bucket) == in_digi(second)


def test_types_and_cache_rules_come_back_from_the_server(bucket: Bucket, source: Path) -> None:
    script = "agder/2026.1/assets/javascripts/bundle.79ae519e.min.js"
    files = {**FIRST, script: b"//", "bilde.svg": b"<svg/>", "latest/x.pdf": b"%PDF-1.7 paper"}
    sent = bucket.send(shipment(source, files), quiet)
    assert "latest/x.pdf" in sent.copied
    client, expected = (
        bucket._client,
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
        head = client.head_object(Bucket=bucket.name, Key=f"digi/{name}")
        assert (head["ContentType"], head["CacheControl"]) == headers, name


def test_every_upload_carries_its_checksum(storage: Storage, bucket: Bucket, source: Path) -> None:
    bucket.send(shipment(source, {**UNIQUE, "gone": b"gone"}), quiet)
    bucket.send(shipment(source, UNIQUE, frozenset({"gone"})), quiet)
    sent = [each for each in storage.asked if each.kind in ("PUT", "DELETE")]
    assert all("content-md5" in each.headers for each in sent)
    assert {each.kind for each in sent} == {"PUT", "DELETE"}


def test_what_makes_the_rest_visible_comes_last_and_in_order(
    storage: Storage, bucket: Bucket, source: Path
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
    bucket.send(shipment(source, {"gone.html": b"gone"}), quiet)
    storage.asked.clear()
    sent = bucket.send(shipment(source, {**pages, **last}, frozenset({"gone.html"})), quiet)
    assert sent.copied == ("vestland/versions.json",)
    sent_names = storage.names("PUT", "COPY")
    assert sent_names[-5:] == list(in_digi(last))
    assert set(sent_names[:-5]) == in_digi(pages).keys()
    assert storage.asked[-1].kind == "DELETE"


def test_what_is_gone_goes_and_what_is_others_stays(
    storage: Storage, bucket: Bucket, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(bucket, {**in_digi(OTHERS), "beside.html": b"outside", "digi/": b"", "digital.html": b""})
    old = {**UNIQUE, **{f"old/{number}": b"%d old" % number for number in range(25)}}
    bucket.send(shipment(source, old), quiet)
    monkeypatch.setattr(s3, "MOST_AT_ONCE", 10)
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    storage.asked.clear()
    gone = frozenset(old.keys() - UNIQUE.keys()) | {"never.html", "index.html"}
    sent = bucket.send(shipment(source, UNIQUE, gone), quiet)
    assert (len(sent.removed), sent.unchanged) == (25, 7)
    assert (storage.count("LIST"), storage.count("DELETE")) == (4, 3)
    assert bucket.names() == {*UNIQUE, *OTHERS}
    monkeypatch.delenv("MOTO_S3_DEFAULT_MAX_KEYS")
    assert everything(bucket).keys() >= {"beside.html", "digi/", "digital.html"}


def test_packed_files_stay_at_home(bucket: Bucket, source: Path) -> None:
    files = {**UNIQUE, "index.html.gz": b"packed", "sitemap.xml.gz": b"its own"}
    bucket.send(shipment(source, files), quiet)
    assert bucket.names() == {*UNIQUE, "sitemap.xml.gz"}


def test_content_with_an_etag_that_is_no_digest_is_uploaded_again(
    bucket: Bucket, source: Path
) -> None:
    client, where = bucket._client, {"Bucket": bucket.name, "Key": "digi/index.html"}
    started = client.create_multipart_upload(**where)["UploadId"]
    part = client.upload_part(**where, UploadId=started, PartNumber=1, Body=UNIQUE["index.html"])[
        "ETag"
    ]
    parts = {"Parts": [{"ETag": part, "PartNumber": 1}]}
    client.complete_multipart_upload(**where, UploadId=started, MultipartUpload=parts)
    assert client.head_object(**where)["ETag"].endswith('-1"')
    assert "index.html" in bucket.send(shipment(source, UNIQUE), quiet).uploaded
    digest = hashlib.md5(UNIQUE["index.html"], usedforsecurity=False).hexdigest()
    assert client.head_object(**where)["ETag"] == f'"{digest}"'


def test_a_dry_run_tells_the_same_and_changes_nothing(
    storage: Storage, bucket: Bucket, source: Path
) -> None:
    dry = bucket.send(shipment(source, FIRST), quiet, dry_run=True)
    assert {each.kind for each in storage.asked} == {"LIST"}
    assert dry == bucket.send(shipment(source, FIRST), quiet)
    second = {**FIRST, "index.html": b"new", "copy.html": FIRST["agder/latest/index.html"]}
    sending = shipment(source, second, frozenset({"agder/2026.1/ark/1.pdf", "never"}))
    before = everything(bucket)
    dry = bucket.send(sending, quiet, dry_run=True)
    assert everything(bucket) == before
    assert dry == bucket.send(sending, quiet)
    assert dry.copied == ("copy.html",)


def test_a_large_publication_tells_how_far_it_has_come(bucket: Bucket, source: Path) -> None:
    said = Listener()
    bucket.send(shipment(source, many(100)), said)
    assert 15 <= len(said.said) <= 20
    assert said.said[-1] == (100, 100)
