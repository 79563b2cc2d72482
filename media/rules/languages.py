"""Languages of captions: a list to choose from, and what counts as a language tag (BCP 47: es-MX, zh-Hant)."""

import re
from collections.abc import Iterable
from typing import Final

from academy.errors import Invalid

SPOKEN: Final = "en-US"
"""What lectures are spoken in; its captions are the transcript, and no course is published without them."""

NAMES: Final = {
    "en-US": "English",
    "es": "Español",
    "ar": "العربية",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
    "hi": "हिन्दी",
    "ko": "한국어",
    "pl": "Polski",
    "pt-BR": "Português (Brasil)",
    "ru": "Русский",
    "tl": "Tagalog",
    "vi": "Tiếng Việt",
    "zh-Hans": "简体中文",
}
"""Tag -> the language's own name, as people who need it look for it. English first, then what agencies meet."""

LONGEST: Final = 12
_TAG: Final = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII)


def language_tag(typed: str) -> str:
    """A tag in its usual spelling: en_us becomes en-US. Raises Invalid, for the field `language`, when it is none."""
    found = _TAG.fullmatch(typed.strip().replace("_", "-"))
    if not found:
        raise Invalid(fields={"language": "Write the language as a tag like es, pt-BR or zh-Hant."})
    language, script, region = found.groups()
    parts = (language.lower(), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)


def label_of(tag: str) -> str:
    """The language's own name; for one not listed, that of the language without its region, with the tag behind."""
    if tag in NAMES:
        return NAMES[tag]
    primary = tag.partition("-")[0]
    known = next((name for listed, name in NAMES.items() if listed.partition("-")[0] == primary), "")
    return f"{known.partition(' (')[0]} ({tag})" if known else tag


def default_of(tags: Iterable[str]) -> str:
    """The one of several languages that was spoken: American English, else any English; empty when there is none."""
    english = sorted(tag for tag in tags if tag.partition("-")[0] == "en")
    return SPOKEN if SPOKEN in english else (english[0] if english else "")
