"""Keys for new parts of a course, made from their titles."""

import re
import unicodedata


def new_key(title: str) -> str:
    """ "What is a lead?" -> "what-is-a-lead". A title without letters or digits gives "part"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or "part"


def free_key(wanted: str, taken: frozenset[str]) -> str:
    """The wanted key, with the first free number behind it: "q-leads-1", "q-leads-2"."""
    number = 1
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
