"""What somebody typed into a form that arrived after their sign-in had ended: shown again instead of lost."""

from typing import Any

import msgspec
from litestar import Request
from litestar.utils.scope.state import ScopeState


class Unsent(msgspec.Struct, frozen=True):
    """A form to be sent once more to `action`; `sign_in` is the page to sign in on first."""

    action: str
    sign_in: str
    fields: tuple[tuple[str, str], ...]
    title: str = "You were signed out"
    status: int = 401
    code: str = "sign_in_needed"


def unsent(request: Request[Any, Any, Any], sign_in: str) -> Unsent | None:
    """The form of this request, if its sender's form token was good, something was typed, and all of it is text.

    Files cannot be put back into a form. The form token was checked before anybody asked who sends.
    """
    form = ScopeState.from_scope(request.scope).form
    if not isinstance(form, dict):
        return None
    pairs = [(name, value) for name, values in form.items() for value in _as_list(values) if name != "_csrf_token"]
    fields = tuple((name, value) for name, value in pairs if isinstance(value, str))
    if len(fields) < len(pairs) or not any(value.strip() for _, value in fields):
        return None
    return Unsent(request.scope["path"], sign_in, fields)


def _as_list(values: object) -> list[object]:
    return values if isinstance(values, list) else [values]
