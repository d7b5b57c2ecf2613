"""S3-compatible storage as a target: AWS, MinIO, Ceph and others that speak as it does.

Keys, region and address come from where boto3 always finds them: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL, or the files in ~/.aws/.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from samloft.addresses import MANIFEST_FILE, VERSIONS_FILE
from samloft.targets.headers import cache_control, content_type
from samloft.targets.s3_problems import explained
from samloft.targets.target import Progress, Say, Sent, Shipment, refusal, unpacked

THREADS = 8
MOST_AT_ONCE = 1000
"""Files that one request may delete."""
TRIES = 8
LAST = (VERSIONS_FILE, MANIFEST_FILE)
"""What makes the rest visible. At the end of a shipment these go one after the other."""


@dataclass(frozen=True)
class Bucket:
    """A bucket, or a folder in one.

    What stands there is known from one listing: each file's ETag is the MD5 of its content, when
    it was uploaded in one piece and not encrypted with a key of KMS. Where it is something else
    the content counts as unknown, and is uploaded again each time. A listing says nothing about
    types and cache rules: they are set when the content is.

    There is no lock: let one publish at a time.
    """

    name: str
    prefix: str
    """Comes before every name: nothing, or a folder with `/` after it."""

    def read(self, name: str) -> bytes | None:
        """Return a file as it is in the bucket; None where it is not there."""
        from botocore.exceptions import ClientError

        with self._told():
            try:
                answer = self._client.get_object(Bucket=self.name, Key=self.prefix + name)
                with answer["Body"] as body:
                    return bytes(body.read())
            except ClientError as error:
                if error.response["Error"]["Code"] == "NoSuchKey":
                    return None
                raise

    def names(self) -> frozenset[str]:
        """Return the names of all files in the bucket, below the prefix."""
        with self._told():
            return frozenset(self._listing())

    def send(self, shipment: Shipment, say: Say, *, dry_run: bool = False) -> Sent:
        """Bring a shipment to the bucket. See Target.

        First what is new, many at a time; then what can be copied within the bucket; then the
        files that make it visible, in order; and last, what is gone is deleted.
        """
        with self._told():
            files = unpacked(shipment.files)
            digests = _digests(shipment.source, files)
            plan = _plan(files, digests, self._listing(), shipment.gone)
            if not dry_run:
                _Run(self, shipment.source, plan, digests, say).carry_out()
            return plan.sent

    def _listing(self) -> dict[str, str]:
        """Return the files in the bucket, each with its ETag."""
        found = {}
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=self.prefix):
            for each in page.get("Contents", ()):
                name = each["Key"].removeprefix(self.prefix)
                if name and not name.endswith("/"):  # a folder, as some consoles make them
                    found[name] = each["ETag"].strip('"')
        return found

    @cached_property
    def _client(self) -> Any:
        # Taken in here: it is slow to start, and only those who publish to S3 need it.
        import boto3
        from botocore.config import Config

        settings = Config(
            retries={"mode": "standard", "max_attempts": TRIES},
            max_pool_connections=THREADS,
            connect_timeout=10,
            # Content-MD5 goes with what we send. Newer checksums are unknown to some storage.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        try:
            client = boto3.session.Session().client("s3", config=settings)
        except ValueError as error:  # AWS_ENDPOINT_URL is no address
            raise explained(error, self._place, self.name) from error
        client.meta.events.register("before-call.s3.DeleteObjects", _add_digest)
        return client

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the storage refuses into problems."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except OSError as error:
            path = error.filename if isinstance(error.filename, str) else self._place
            reason = error.strerror or str(error)
            raise refusal(path, "file-can-be-read", reason=reason) from error
        except (BotoCoreError, ClientError) as error:
            raise explained(error, self._place, self.name) from error

    @property
    def _place(self) -> str:
        """Return how the target is written on the command line."""
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What to do, in the order of the shipment."""

    uploaded: tuple[str, ...]
    copied: Mapping[str, str]
    """Files, and one with the same content that is there by then and stays as it is."""
    last: tuple[str, ...]
    """Those of both that go one after the other, after all others."""
    removed: tuple[str, ...]
    sent: Sent


def _plan(
    files: tuple[str, ...],
    digests: Mapping[str, str],
    standing: Mapping[str, str],
    gone: frozenset[str],
) -> _Plan:
    """Plan what to upload, copy and delete.

    Nothing is copied from a file that this run writes over: it might be too late.
    """
    changed = [name for name in files if standing.get(name) != digests[name]]
    rewritten = set(changed)
    holder = {etag: name for name, etag in standing.items() if name not in rewritten}
    uploaded, copied = [], {}
    for name in changed:
        first = holder.setdefault(digests[name], name)
        if first == name:
            uploaded.append(name)
        else:
            copied[name] = first
    end = len(files)
    while end and files[end - 1].rpartition("/")[2] in LAST:
        end -= 1
    last = tuple(name for name in files[end:] if name in rewritten)
    removed = tuple(sorted((gone & standing.keys()) - set(files)))
    sent = Sent(
        uploaded=tuple(uploaded),
        copied=tuple(copied),
        removed=removed,
        unchanged=len(files) - len(changed),
    )
    return _Plan(uploaded=sent.uploaded, copied=copied, last=last, removed=removed, sent=sent)


class _Run:
    """Carries a plan out."""

    def __init__(
        self, target: Bucket, source: Path, plan: _Plan, digests: Mapping[str, str], say: Say
    ) -> None:
        self.client, self.bucket, self.prefix = target._client, target.name, target.prefix
        self.source, self.plan, self.digests = source, plan, digests
        count = len(plan.uploaded) + len(plan.copied) + len(plan.removed)
        self.step = Progress(say, count).step

    def carry_out(self) -> None:
        """Upload, copy, show, delete."""
        plan, last = self.plan, set(self.plan.last)
        self._in_parallel(self._upload, (name for name in plan.uploaded if name not in last))
        self._in_parallel(self._copy, (name for name in plan.copied if name not in last))
        for name in plan.last:
            (self._copy if name in plan.copied else self._upload)(name)
            self.step()
        for start in range(0, len(plan.removed), MOST_AT_ONCE):
            self._delete(plan.removed[start : start + MOST_AT_ONCE])

    def _in_parallel(self, work: Callable[[str], None], names: Iterable[str]) -> None:
        """Do the work for all names. The first failure stops what has not begun."""
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                for done in as_completed([pool.submit(work, name) for name in names]):
                    done.result()
                    self.step()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _upload(self, name: str) -> None:
        digest = base64.b64encode(bytes.fromhex(self.digests[name])).decode()
        with (self.source / name).open("rb") as body:
            self.client.put_object(Body=body, ContentMD5=digest, **self._about(name))

    def _copy(self, name: str) -> None:
        """Copy a file within the bucket; upload it where the bucket will not."""
        from botocore.exceptions import ClientError

        source = {"Bucket": self.bucket, "Key": self.prefix + self.plan.copied[name]}
        try:
            self.client.copy_object(
                CopySource=source,
                CopySourceIfMatch=self.digests[name],
                MetadataDirective="REPLACE",
                **self._about(name),
            )
        except ClientError:  # somebody else has changed it, or ETags here are no MD5
            self._upload(name)

    def _about(self, name: str) -> dict[str, str]:
        return {
            "Bucket": self.bucket,
            "Key": self.prefix + name,
            "ContentType": content_type(name),
            "CacheControl": cache_control(name),
        }

    def _delete(self, names: Iterable[str]) -> None:
        keys = [{"Key": self.prefix + name} for name in names]
        answer = self.client.delete_objects(
            Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True}
        )
        if refused := answer.get("Errors"):
            from botocore.exceptions import ClientError

            raise ClientError({"Error": refused[0]}, "DeleteObjects")
        for _ in keys:
            self.step()


def _digests(source: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the MD5 of each file, as ETags have it."""
    return {
        name: hashlib.md5((source / name).read_bytes(), usedforsecurity=False).hexdigest()
        for name in names
    }


def _add_digest(params: dict[str, Any], **_: object) -> None:
    """Give a request to delete its Content-MD5, which some storage still asks for."""
    body = params["body"]
    content = body if isinstance(body, bytes) else body.encode()
    whole = hashlib.md5(content, usedforsecurity=False).digest()
    params["headers"]["Content-MD5"] = base64.b64encode(whole).decode()
