"""One of everything the table of routes speaks of: Maria's work in progress and done, and a recording of Ines's."""

import hashlib

import msgspec

from academy import storage
from academy.codes import new_code
from academy.sign_in.actions import make_token
from academy.sign_in.queries import tokens_of
from academy.web.assets import Manifest
from certificates.actions.issuing import encode
from certificates.lookup import index_of
from certificates.tables import Certificate
from courses.authoring.actions import start_draft
from courses.authoring.tables import Course, CourseAuthor
from courses.learning.actions import attempts, enrollments
from courses.learning.tables import Completion
from courses.paths.actions import take_in
from courses.paths.file import read
from media.tables import MediaAsset
from tests.cast import Cast
from tests.certificates.certificate_cast import CASTANEDA
from tests.conftest import Clock
from tests.courses import taken_course

_KEYS = {"job-aids": "rain-card", "watching": "lecture", "questions": "scenes-1"} | dict.fromkeys(
    ("answer", "{stop}"), "lecture"
)

_NUMBERS = {"status": "1", "authoring": "2", "review": "1", "job-aids": "1", "courses": "1"}

_WITHOUT_PRINTING = {"attendance.pdf": "?lines=0"}
"""A field that is refused: who is let in is told so, and nothing is printed, which takes its time."""


class World(msgspec.Struct, frozen=True):
    """The codes that stand in addresses, by the address's first word."""

    codes: dict[str, str]

    def address(self, path: str) -> str:
        """A route's path with real names in it."""
        if path == "/static":
            return Manifest().asset("app.js")
        kind = "people" if "/people/" in path else path.split("/")[1]
        part = "questions" if "/questions/" in path else path.rpartition("/")[2]
        enrollment = "done" if path.endswith(("/completion", "/evaluation")) else "enrollments"
        values = {
            "{slug}": {"sites": "raleigh-nc", "people": "raleigh-nc", "paths": "patrol"}.get(kind, "snow"),
            "{code}": self.codes.get(enrollment if "/enrollments/{" in path else kind, "no-such-code"),
            "{key}": _KEYS.get(part if kind in {"enrollments", "authoring"} else kind, "first-steps"),
            "{number}": _NUMBERS.get(kind, self.codes["certificates"]),
            "{note}": "1",
            "{message}": "999999",
            "{finding}": "999999",
            "{stop}": "before-rain",
            "{position}": "1",
            "{file}": f"{self.codes['certificates']}.pdf",
        }
        for name, value in values.items():
            path = path.replace(name, value)
        return path + _WITHOUT_PRINTING.get(path.rpartition("/")[2], "")


async def make_world(cast: Cast, the_clock: Clock) -> World:
    """Maria completed "rain" and takes "snow", with a quiz open."""
    course = taken_course.content()
    await taken_course.publish(course)
    await take_in(None, read())
    done = await taken_course.complete(cast.maria, the_clock)
    await taken_course.publish(msgspec.structs.replace(course, slug="snow", code="SN", title="Evidence in the Snow"))
    snow = await Course.select(Course.id).where(Course.slug == "snow").first() or {}
    await CourseAuthor.insert(CourseAuthor(course=snow["id"], person=cast.ines.id))
    await start_draft(cast.ines, "snow")
    enrollment = await enrollments.enroll(cast.maria, course_slug="snow")
    attempt = await attempts.start(cast.maria, code=enrollment, key="first-steps")
    await make_token(cast.maria, name="report", scopes=frozenset())
    completion = await Completion.select(Completion.id, Completion.code).first() or {}
    codes = {
        "enrollments": enrollment,
        "done": done,
        "attempts": attempt,
        "completions": completion["code"],
        "certificates": await certificate_of(cast, completion["id"]),
        "people": cast.maria.code,
        "account": (await tokens_of(cast.maria))[0].code,
        "media": await recording_of(cast),
    }
    return World(codes)


async def certificate_of(cast: Cast, completion_id: int) -> str:
    """A certificate whose paper is a word: printing a real one takes seconds and is not the matter here."""
    paper = b"paper"
    await storage.put("certificates/paper.pdf", paper)
    row = Certificate(
        serial=CASTANEDA.serial, completion=completion_id, person=cast.maria.id, state="issued", design="standard-1",
        holder_name=CASTANEDA.holder_name, facts=encode(CASTANEDA), issued_at=CASTANEDA.issued_at,
        document_key="certificates/paper.pdf", document_size=len(paper),
        document_sha256=hashlib.sha256(paper).hexdigest(), lookup=index_of(CASTANEDA.serial),
    )  # fmt: skip
    await Certificate.insert(row)
    return CASTANEDA.serial


async def recording_of(cast: Cast) -> str:
    asset = MediaAsset(
        code=new_code(), title="Rain", kind="video", original_name="rain.mp4", sha256="1" * 64, source_key="x",
        state="ready", duration_ms=1000, master_key="media/x/hls/master.m3u8", uploaded_by=cast.ines.id,
    )  # fmt: skip
    await MediaAsset.insert(asset)
    return asset.code
