"""What the audit log says about recordings."""

from enum import StrEnum


class Audited(StrEnum):
    UPLOADED = "media:asset:upload"
    ADOPTED = "media:asset:adopt"
    ASKED = "media:asset:ask"
    READY = "media:asset:finish"
    SHARPENED = "media:asset:sharpen"
    FAILED = "media:asset:fail"
    RETRIED = "media:asset:retry"
    STOPPED = "media:asset:stop"
    CHAPTERS_SAVED = "media:chapter:save"
    DESCRIBED = "media:asset:describe"
    CAPTIONS_ADDED = "media:caption:upload"
    CAPTIONS_REVIEWED = "media:caption:review"
    CAPTIONS_SAVED = "media:caption:save"
    CAPTIONS_DRAFTED = "media:caption:draft"
    DRAFT_ASKED = "media:draft:ask"
    DRAFT_FAILED = "media:draft:fail"
    DRAFT_STOPPED = "media:draft:stop"
    UPLOAD_BEGUN = "media:upload:begin"
    UPLOAD_DROPPED = "media:upload:drop"
