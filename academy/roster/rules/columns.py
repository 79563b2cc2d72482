"""Which column of a file goes where, guessed by its name or its values, and which are never read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

SKIP = ""
BLOCKED = "blocked"
"""Goes nowhere, and is not even kept between two steps."""

TARGETS: dict[str, str] = {
    "email": "Work e-mail",
    "full_name": "Full name",
    "first_name": "First name",
    "last_name": "Last name",
    "rank": "Rank",
    "employee_number": "Employee number",
    "officer_id": "State officer ID",
    "agency": "Agency",
    "unit": "Unit",
    "joined_on": "Joined on",
}
"""Where a column can go, in words. Several columns may name units: a district, a squad and a shift."""
MANY = frozenset({"unit"})

_NAMES: dict[str, tuple[str, ...]] = {
    "email": ("email", "mail", "workemail", "emailaddress", "upn", "login"),
    "full_name": ("name", "fullname", "officer", "officername", "employee", "employeename", "member"),
    "first_name": ("first", "firstname", "givenname", "fname"),
    "last_name": ("last", "lastname", "surname", "familyname", "lname"),
    "rank": ("rank", "title", "jobtitle", "position", "grade"),
    "employee_number": (
        "empno",
        "employeeno",
        "employeenumber",
        "employeeid",
        "empid",
        "badge",
        "badgeno",
        "badgenumber",
    ),
    "officer_id": ("post", "postid", "postnumber", "officerid", "stateid", "tcole", "tcolepid", "pid", "psid", "leaid"),
    "agency": ("agency", "department", "organization", "org"),
    "unit": ("unit", "div", "division", "district", "squad", "shift", "section", "bureau", "precinct", "assignment"),
    "joined_on": ("joined", "joinedon", "hired", "hiredate", "hireddate", "startdt", "startdate", "start"),
}
_NEVER = re.compile(
    r"ssn|social.?sec|birth|\bdob\b|driver|licen[sc]e|passport|\brace\b|ethnic|\bsex\b|gender|home.?(address|phone)"
    r"|bank|salary|\bpay\b|medical|religio",
    re.IGNORECASE,
)
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_ADDRESS = re.compile(r"(mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+", re.IGNORECASE)
_DAY_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the file by what its cells mean; empty means the file says nothing about it. `number`: as in the file,
    where the column names are line 1."""

    number: int
    email: str = ""
    name: str = ""
    rank: str = ""
    employee_number: str = ""
    officer_id: str = ""
    agency: str = ""
    units: tuple[str, ...] = ()
    joined_on: str = ""


def is_never_read(name: str, values: Sequence[str]) -> bool:
    """Whether a column holds what the academy must not have: by its name, or because its values are Social Security
    numbers."""
    words = re.sub(r"[_\-.]+", " ", name)
    filled = [value for value in values if value]
    numbers = sum(bool(_SSN.fullmatch(value)) for value in filled)
    return bool(_NEVER.search(words)) or (numbers > 0 and 2 * numbers >= len(filled))


def guess(head: Sequence[str], columns: Sequence[Sequence[str]], remembered: Mapping[str, str]) -> tuple[str, ...]:
    """Where each column goes: as it went last time at this site, else by its name, each target once; where none is
    named so, the first column of nothing but addresses has the e-mail.

    columns: the first values of each. "Employee" above numbers is a number, above words a name.
    """
    found = [remembered.get(name) or _by_name(name, values) for name, values in zip(head, columns, strict=True)]
    in_two = {"first_name", "last_name"} <= set(found)
    goes: list[str] = []
    for target in found:
        again = target in goes and target not in MANY
        goes.append(SKIP if again or (in_two and target == "full_name") else target)
    for place in range(len(goes)):
        if "email" not in goes and goes[place] == SKIP and _are_addresses(columns[place]):
            goes[place] = "email"
    return tuple(goes)


def reason_for(target: str, name: str, values: Sequence[str]) -> str:
    """What a column was matched by; "" when somebody chose."""
    if _by_name(name, values) == target:
        return "by its name"
    return "by its values" if target == "email" and _are_addresses(values) else ""


def _are_addresses(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and all(_ADDRESS.fullmatch(value) for value in filled)


def _by_name(name: str, values: Sequence[str]) -> str:
    plain = re.sub(r"[^a-z]", "", name.lower())
    target = next((target for target, names in _NAMES.items() if plain in names), SKIP)
    numbers = any(value.isdigit() for value in values)
    return "employee_number" if target == "full_name" and numbers else target


def faults(goes: Sequence[str]) -> str:
    """What is wrong with a choice of columns, in one sentence; "" when rows can be told."""
    twice = [one for one in TARGETS if one not in MANY and list(goes).count(one) > 1]
    if twice:
        return f"“{TARGETS[twice[0]]}” is chosen for two columns. Choose one of them."
    if "full_name" not in goes and not {"first_name", "last_name"} <= set(goes):
        return "Say which column has the name: the full name, or first and last name in two columns."
    if not {"email", "employee_number", "officer_id"} & set(goes):
        return "Say which column tells people apart: work e-mail, employee number or state officer ID."
    return ""


def line_of(number: int, cells: Sequence[str], goes: Sequence[str]) -> Line:
    """A row of the file in words of the academy."""
    told = {target: cell.strip() for target, cell in zip(goes, cells, strict=False) if target}
    units = tuple(
        dict.fromkeys(
            part.strip()
            for target, cell in zip(goes, cells, strict=False)
            if target == "unit"
            for part in cell.split(";")
            if part.strip()
        )
    )
    name = told.get("full_name") or " ".join(filter(None, (told.get("first_name", ""), told.get("last_name", ""))))
    return Line(
        number=number,
        email=told.get("email", "").lower().removeprefix("mailto:"),
        name=_first_name_first(name),
        units=units,
        **{field: told.get(field, "") for field in ("rank", "employee_number", "officer_id", "agency", "joined_on")},
    )


def _first_name_first(name: str) -> str:
    """Delgado, Marcus -> Marcus Delgado; "Jr." after a comma stays where it is."""
    last, comma, first = name.partition(",")
    if not comma or first.strip().rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv"}:
        return " ".join(name.split())
    return " ".join(f"{first} {last}".split())


def day_of(text: str) -> date | None:
    """A day as Americans and their spreadsheets write it; None when it cannot be read."""
    if not text:
        return None
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text.partition(" 00:00")[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
