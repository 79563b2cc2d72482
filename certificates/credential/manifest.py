"""What the public may know of a course version: enough to tell it from any other, nothing that helps with its exam."""

import base64
import hashlib
from datetime import datetime
from typing import Any

import msgspec

from certificates.credential.document import moment
from courses.content.model import CourseContent, Lesson, fingerprint, plain


def manifest(content: CourseContent, *, number: int, published_at: datetime | None) -> str:
    """The manifest of a version as JSON, made once: title, objectives, minutes, and digests of all that is taught.

    Questions are counted and covered by the fingerprint of the whole; one by one their digests could be tried out.
    """
    said = {
        "course": content.slug,
        "code": content.code,
        "version": number,
        "title": content.title,
        "track": content.track,
        "focus_areas": list(content.focus_areas),
        "language": content.language,
        "contact_minutes": content.contact_minutes,
        "pass_percent": content.pass_percent,
        "law_reviewed_on": content.law_reviewed_on,
        "published_at": moment(published_at) if published_at else None,
        "fingerprint": fingerprint(content),
        "questions": len(content.questions),
        "modules": [
            {"title": one.title, "lessons": [_lesson(each) for each in one.lessons]} for one in content.modules
        ],
    }
    return msgspec.json.encode(said, order="sorted").decode()


def integrity(content: bytes) -> str:
    """The subresource-integrity digest of a file."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def _lesson(lesson: Lesson) -> dict[str, Any]:
    return {
        "key": lesson.key,
        "title": lesson.title,
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "objectives": [one.text for one in lesson.objectives],
        "sha256": hashlib.sha256(msgspec.json.encode(plain(lesson), order="sorted")).hexdigest(),
    }
