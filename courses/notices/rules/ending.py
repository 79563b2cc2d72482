"""The address that ends one kind of letters for one person: signed, so that nobody ends another's."""

import hashlib
import hmac

from academy.errors import NotFound


class NotOurs(NotFound):
    """The address was cut or changed on its way."""

    code = "unsubscribe_unknown"
    sentence = "This link is not complete. Open it from the message again, or sign in and look under Mail and calendar."


def token(person: str, what: str, secret: str) -> str:
    """For a person, by code, and what is ended."""
    return f"{person}.{what}.{_mark(person, what, secret)}"


def opened(text: str, secret: str) -> tuple[str, str]:
    """The person's code and what is ended. Raises NotOurs."""
    person, _, rest = text.partition(".")
    what, _, mark = rest.partition(".")
    if not hmac.compare_digest(mark.encode(), _mark(person, what, secret).encode()):
        raise NotOurs()
    return person, what


def _mark(person: str, what: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"unsubscribe:{person}:{what}".encode(), hashlib.sha256).hexdigest()[:32]
