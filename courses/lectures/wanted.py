"""Which lectures somebody asks to have made: by a file, a course folder, or all that the academy teaches."""

import tomllib
from pathlib import Path

import msgspec
from anyio import to_thread

from academy.errors import Invalid
from courses.authoring.tables import Lesson
from courses.content import folder
from courses.content.folder.reading import FENCE
from media.actions.decks import deck_of
from media.lecture.deck import Deck, parse

TAUGHT = ("published", "review", "draft")
"""States of versions whose lectures somebody may still open; those of retired ones are made when they are."""


class Unreadable(Invalid):
    """The path leads to no lecture."""

    code = "no_lecture"


class Wanted(msgspec.Struct, frozen=True):
    """A lecture to make: `asset_id` is its recording in the academy, None for a deck that no course has."""

    name: str
    text: str
    deck: Deck
    asset_id: int | None

    @property
    def words(self) -> int:
        """How much is said in it: what making it takes grows with that."""
        return sum(len(sentence.split()) for slide in self.deck.slides for sentence in slide.sentences)


async def everywhere() -> tuple[Wanted, ...]:
    """Every lecture of slides that is taught or written, each once, course by course."""
    rows = (
        await Lesson.select(Lesson.asset, Lesson.title, Lesson.deck, Lesson.version.title.as_alias("course"))
        .where(Lesson.deck != "", Lesson.asset.is_not_null(), Lesson.version.state.is_in(list(TAUGHT)))
        .order_by(Lesson.version, Lesson.module.position, Lesson.position)
    )
    named = {row["asset"]: (f"{row['course']}: {row['title']}", row["deck"]) for row in rows}
    return tuple(Wanted(name, text, parse(text), asset_id) for asset_id, (name, text) in named.items())


async def at(path: Path) -> tuple[Wanted, ...]:
    """The lectures a path leads to: of a course folder, of a lesson in one, or a deck.

    Raises FolderFaulty, DeckInvalid, and Unreadable where there is none.
    """
    texts = await to_thread.run_sync(_texts, path)
    if not texts:
        raise Unreadable(f"{path} has no lecture made of slides.")
    return tuple([Wanted(name, text, parse(text), await deck_of(text)) for name, text in texts.items()])


def _texts(path: Path) -> dict[str, str]:
    return _of_course(path) if path.is_dir() else _of_file(path)


def _of_course(path: Path) -> dict[str, str]:
    return {lesson.title: lesson.deck for lesson in folder.read(path).lessons if lesson.deck}


def _of_file(path: Path) -> dict[str, str]:
    text = _text(path)
    head = text.removeprefix(f"{FENCE}\n").partition(f"\n{FENCE}\n")[0]
    try:
        named = tomllib.loads(head).get("deck", "")
    except tomllib.TOMLDecodeError:
        named = ""  # the deck's own reading says what is wrong with it, and in which line
    if named:
        text = _text(path.parent.parent / str(named))
    return {parse(text).title: text}


def _text(path: Path) -> str:
    """As course folders are read, so that the same deck is the same text."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(f"{path} cannot be read: {fault}") from fault
