"""Letters: text files in the folder `letters/` of the area they belong to. The first line is the subject."""

from functools import cache
from pathlib import Path
from textwrap import fill

import jinja2
import msgspec

_PLACES = Path(__file__).parents[2]
_WIDTH = 76


class Letter(msgspec.Struct, frozen=True):
    """What somebody is told. `attachment`: a text file, with its name and type; `enclosure`: one of bytes.

    The rest as in `OutgoingMessage`.
    """

    about: str
    subject: str
    body: str
    attachment_name: str | None = None
    attachment: str | None = None
    enclosure_name: str | None = None
    enclosure: bytes | None = None
    attachment_type: str = ""
    copied_to: str = ""
    reply_to: str = ""
    unsubscribe: str = ""


def compose(place: str, **facts: object) -> Letter:
    """The letter at `academy/record_log/letters/checkpoint.txt` is called "academy/record_log/checkpoint".

    Raises jinja2.UndefinedError for a fact it names and does not get.
    """
    folder, _, name = place.rpartition("/")
    text = _environment().get_template(f"{folder}/letters/{name}.txt").render(facts)
    subject, _, body = text.partition("\n")
    return Letter(place, subject.removeprefix("Subject: ").strip(), wrapped(body.strip("\n")))


@cache
def _environment() -> jinja2.Environment:
    # Plain text: nothing to escape.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PLACES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )


def wrapped(body: str) -> str:
    """Paragraphs at a width that every mail program shows well; lines that begin with a space stay as they are."""
    parts = body.split("\n\n")
    return "\n\n".join(part if part.startswith(" ") else _filled(part) for part in parts) + "\n"


def _filled(paragraph: str) -> str:
    return fill(paragraph, _WIDTH, break_on_hyphens=False, break_long_words=False)
