"""What S3-compatible storage refuses, as problems that say how to mend it."""

from __future__ import annotations

from samloft.problems import UsageError
from samloft.targets.target import refusal

NO_KEY = {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"}
NO_BUCKET = {"NoSuchBucket", "InvalidBucketName", "PermanentRedirect", "IllegalLocation"}
NO_ACCESS = {
    "AccessDenied",
    "AllAccessDisabled",
    "ExpiredToken",
    "Forbidden",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "403",
}


def explained(error: Exception, place: str, bucket: str) -> UsageError:
    """Return the problem behind an error of boto3's.

    Args:
        error: a BotoCoreError, a ClientError, or the ValueError for an address that is none.
        place: the target, as it was written.
        bucket: its bucket.
    """
    from botocore.exceptions import ClientError, HTTPClientError
    from botocore.exceptions import ConnectionError as NoConnection

    reason = " ".join(str(error).split())
    if isinstance(error, ClientError):
        told = error.response.get("Error", {})
        code = str(told.get("Code", ""))
        reason = " ".join(f"{told.get('Message') or ''} ({code})".split())
        if code in NO_BUCKET:
            return refusal(place, "bucket-exists", name=bucket)
        if code in NO_ACCESS:
            return refusal(place, "storage-gives-access", reason=reason)
    elif type(error).__name__ in NO_KEY:
        return refusal(place, "storage-has-key", reason=reason)
    elif isinstance(error, HTTPClientError | NoConnection | ValueError):
        return refusal(place, "storage-answers", reason=reason)
    return refusal(place, "storage-works", reason=reason)
