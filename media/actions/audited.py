"""What the audit log says about recordings."""

from enum import StrEnum


class Audited(StrEnum):
    UPLOADED = "media:asset:upload"
    ADOPTED = "media:asset:adopt"
    READY = "media:asset:finish"
    SHARPENED = "media:asset:sharpen"
    FAILED = "media:asset:fail"
    RETRIED = "media:asset:retry"
    STOPPED = "media:asset:stop"
    CHAPTERS_SAVED = "media:chapter:save"
    DESCRIBED = "media:asset:describe"
    CAPTIONS_ADDED = "media:caption:upload"
    CAPTIONS_REVIEWED = "media:caption:review"
    UPLOAD_BEGUN = "media:upload:begin"
    UPLOAD_DROPPED = "media:upload:drop"
