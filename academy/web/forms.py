"""One struct per form; browser and JSON bodies meet here, and every faulty field gets its own sentence."""

import re
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException

from academy.errors import Invalid

Form = TypeVar("Form", bound=msgspec.Struct)
Values = Mapping[str, object]

_SENTENCES = (
    (r"length >= (\d+)", "Write at least {} characters."),
    (r"length <= (\d+)", "Shorten this to {} characters or fewer."),
    (r"`(?:int|float)` >= (-?\d+)", "This cannot be less than {}."),
    (r"`(?:int|float)` <= (-?\d+)", "This cannot be more than {}."),
    (r"(?:ISO8601|RFC3339|date)", "Write the date as year-month-day, for example 2026-11-18."),
    (r"Expected `(?:int|float)", "Write a number."),
    (r"Invalid enum", "Choose one of the listed values."),
)


async def read(request: Request[Any, Any, Any], form: type[Form]) -> Form:
    """The request's body as `form`.

    Raises Invalid with one sentence per faulty field; its fact `values` holds what was typed, so that the page can show
    it again.
    """
    values = await _raw_values(request)
    return parse(values, form)


def parse(values: Values, form: type[Form]) -> Form:
    """Raw values (texts, or lists of texts for repeated names) as `form`; raises Invalid as `read` does."""
    found: dict[str, object] = {}
    faults: dict[str, str] = {}
    hints = typing.get_type_hints(form, include_extras=True)
    for field in msgspec.structs.fields(form):
        required = field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
        value = _shaped(values.get(field.name), hints[field.name], keep_spaces="password" in field.name)
        if value is None or (value == "" and required):
            if required:
                faults[field.name] = "Fill this in."
            elif field.name in values and _optional(hints[field.name]):
                found[field.name] = None
            continue
        if any("\0" in str(one) for one in (value if isinstance(value, list) else [value])):
            faults[field.name] = "This holds a character that cannot be stored. Delete it and write this again."
            continue
        try:
            found[field.name] = msgspec.convert(value, hints[field.name], strict=False)
        except msgspec.ValidationError as fault:
            faults[field.name] = _sentence(str(fault))
    if faults:
        typed = {name: _as_typed(value) for name, value in values.items() if "password" not in name}
        raise Invalid(fields=faults, values=typed)
    return form(**found)


def _as_typed(value: object) -> str:
    """A raw value as it stood in its field; several of one name as a list in words."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


async def _raw_values(request: Request[Any, Any, Any]) -> Values:
    if request.content_type[0] == "application/json":
        try:
            body = await request.json()
        except (SerializationException, RecursionError) as fault:
            raise Invalid("The body is not valid JSON.") from fault
        if not isinstance(body, dict):
            raise Invalid("Send one JSON object.")
        return typing.cast("Values", body)
    form = await request.form()
    return {name: form.getall(name) for name in form}


def _shaped(value: object, hint: object, *, keep_spaces: bool) -> object:
    """What a browser sends, in the shape the field's type wants: one value or many, on/off as truth."""
    kind = _plain(hint)
    many = get_origin(kind) in (tuple, list, frozenset, set)
    if isinstance(value, list) and not many:
        value = value[-1] if value else None
    if many and value is not None and not isinstance(value, list):
        value = [value]
    if isinstance(value, str):
        value = value.replace("\r\n", "\n") if keep_spaces else value.replace("\r\n", "\n").strip()
        if kind is bool:
            return value.lower() in {"on", "true", "1", "yes"}
        return None if value == "" and (kind is not str or _optional(hint)) else value
    return value


def _plain(hint: object) -> object:
    """The type inside Annotated and `| None`."""
    if get_origin(hint) is typing.Annotated:
        return _plain(get_args(hint)[0])
    if get_origin(hint) in (types.UnionType, typing.Union):
        return _plain(next(part for part in get_args(hint) if part is not types.NoneType))
    return hint


def _optional(hint: object) -> bool:
    return types.NoneType in get_args(hint)


def _sentence(fault: str) -> str:
    for pattern, sentence in _SENTENCES:
        if match := re.search(pattern, fault):
            return sentence.format(*match.groups())
    return "This value cannot be read. Check it and try again."
