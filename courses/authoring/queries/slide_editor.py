"""A lesson's slides in the editor: the text, how it looks, and where its film stands."""

from typing import TYPE_CHECKING

import msgspec
from anyio import to_thread

from academy.actor import Actor
from courses.authoring.queries.editors import Opened, Workbench, workbench
from courses.authoring.slide_form import EXAMPLE, LineFault, SlidesForm, completed, line_faults
from courses.content.slides import ReadableSlide, readable
from media import places
from media.access import asset_for
from media.actions.narrating import FONTS
from media.lecture.deck import Deck, DeckInvalid, parse
from media.queries import AssetRow, asset_row

if TYPE_CHECKING:
    from media.lecture.drawing import Preview


class SlidesView(msgspec.Struct, frozen=True, kw_only=True):
    """`pictures` belong to `slides` when the text was drawn just now; `row` is the recording of what is saved.

    theirs: what somebody else saved meanwhile.
    """

    bench: Workbench
    key: str
    lesson: str
    form: SlidesForm
    example: str = EXAMPLE
    slides: tuple[ReadableSlide, ...] = ()
    pictures: tuple[str, ...] = ()
    row: AssetRow | None = None
    faults: tuple[LineFault, ...] = ()
    errors: dict[str, str] = {}
    theirs: str = ""


class Drawn(msgspec.Struct, frozen=True):
    """A text as it was drawn: pictures, or the faults that keep it from being a lecture."""

    text: str
    pictures: tuple[str, ...] = ()
    faults: tuple[LineFault, ...] = ()


async def slides_view(actor: Actor, opened: Opened, key: str) -> SlidesView:
    """The editor with what is saved."""
    lesson = opened.lesson(key)
    lecture = next((one for one in opened.lectures if one.lesson_key == key and one.kind == "deck"), None)
    return SlidesView(
        bench=workbench(opened),
        key=key,
        lesson=f"{lesson.number} {lesson.title}".strip(),
        form=SlidesForm(opened.version.revision, lesson.deck),
        slides=readable(lesson.deck) if lesson.deck else (),
        row=await asset_row(await asset_for(actor, lecture.asset_code), actor) if lecture else None,
    )


async def drawn(opened: Opened, key: str, typed: str) -> Drawn:
    """The text as a lecture, completed and drawn. Nothing is saved; pictures are kept for the film."""
    text = completed(typed, opened.lesson(key))
    if not text:
        return Drawn("")
    try:
        deck = parse(text)
    except DeckInvalid as invalid:
        return Drawn(text, faults=line_faults(invalid.faults, text))
    # Not on the thread for films, which steps back behind everything: somebody waits for this.
    seen = await to_thread.run_sync(_preview, deck)
    return Drawn(text, seen.pictures, line_faults(seen.faults, text))


def _preview(deck: Deck) -> "Preview":
    # The print library takes a second to load: only where slides are drawn, and off the event loop.
    from media.lecture.drawing import preview

    return preview(deck, places.pieces(), FONTS)
