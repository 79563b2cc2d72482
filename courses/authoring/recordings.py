"""Which recording each lesson plays: slides go to the media floor, which films them when asked; codes are looked up."""

from collections.abc import Collection

from academy.actor import Actor
from academy.errors import Invalid
from courses.authoring.tables import Lesson
from courses.content.model import CourseContent
from media.actions import adopt_deck, ask_for_films
from media.tables import MediaAsset


class UnknownRecording(Invalid):
    """A lesson names a recording this academy does not have."""

    code = "unknown_recording"


async def recordings_of(actor: Actor | None, content: CourseContent) -> dict[str, int]:
    """Asset ids by lesson key. The same slides give the same asset, so nothing is filmed twice.

    Not inside `writing()`: the media floor stores files. Raises UnknownRecording.
    """
    found = {}
    for lesson in content.lessons:
        if lesson.deck:
            key = f"{content.slug}/{lesson.key}"
            found[lesson.key] = await adopt_deck(actor, key=key, title=lesson.title, deck_markdown=lesson.deck)
    return found | await _uploaded(content)


async def ask_for_lectures(actor: Actor | None, version_id: int, *, lessons: Collection[str] | None = None) -> int:
    """Let the slides of a version be filmed, of all lessons or of these; returns how many nobody had asked for yet."""
    written = (Lesson.version == version_id) & (Lesson.deck != "") & Lesson.asset.is_not_null()
    rows = await Lesson.select(Lesson.key, Lesson.asset).where(written)
    return await ask_for_films(actor, {row["asset"] for row in rows if lessons is None or row["key"] in lessons})


async def _uploaded(content: CourseContent) -> dict[str, int]:
    wanted = {lesson.key: lesson.asset for lesson in content.lessons if lesson.asset and not lesson.deck}
    if not wanted:
        return {}
    rows = await MediaAsset.select(MediaAsset.id, MediaAsset.code).where(MediaAsset.code.is_in(list(wanted.values())))
    ids = {row["code"]: row["id"] for row in rows}
    for key, code in wanted.items():
        if code not in ids:
            raise UnknownRecording(f"The lesson {key} names the recording {code}, which is not in the media library.")
    return {key: ids[code] for key, code in wanted.items()}
