"""Whom a row of a roster speaks of: by e-mail, state officer ID or employee number; in doubt somebody is asked."""

from collections import defaultdict
from collections.abc import Sequence

from academy.roster.rules.columns import Line
from academy.roster.rules.known import Account, Index, number_key


class Doubt(Exception):
    """Why a row is not simply applied; `error`: because it is wrong in itself."""

    def __init__(self, reason: str, *, error: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.error = reason, error


def doubled_rows(lines: Sequence[Line]) -> dict[int, str]:
    """Rows that share a key with another row, with the reason."""
    found: dict[int, str] = {}
    for field, words in (
        ("email", "e-mail"),
        ("officer_id", "state officer ID"),
        ("employee_number", "employee number"),
    ):
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for line in lines:
            value = getattr(line, field)
            key = number_key(value) if field != "email" else value
            numbers[key, line.agency.lower() if field == "employee_number" else ""] += [line.number] if key else []
        for same in (one for one in numbers.values() if len(one) > 1):
            rows = " and ".join(map(str, same[:3]))
            found |= dict.fromkeys(same, f"Rows {rows} have the same {words}. Keep the right one in the file.")
    return found


def matched(line: Line, index: Index) -> tuple[Account | None, bool]:
    """Whom the row speaks of, and whether that is certain: not when they have another name there.

    An address with one name in common is enough: people marry. A number needs the same last name.
    """
    by_email = index.by_email.get(line.email) if line.email else None
    numbers = (
        index.by_officer.get(number_key(line.officer_id)),
        index.by_employee.get(number_key(line.employee_number)),
    )
    by_number: frozenset[int] = frozenset().union(*(found for found in numbers if found))
    if by_email is not None:
        if any(found and by_email not in found for found in numbers):
            raise Doubt("The e-mail belongs to one person, the number to another. Correct one of them in the file.")
        account = index.accounts[by_email]
        return account, bool(_words(account.name) & _words(line.name))
    if len(by_number) > 1:
        raise Doubt("The numbers belong to several people. Give this row an e-mail.")
    if by_number:
        account = index.accounts[next(iter(by_number))]
        return account, account.is_near and _last(account.name) == _last(line.name)
    return None, True


def _last(name: str) -> str:
    return name.lower().split()[-1] if name.split() else ""


def _words(name: str) -> set[str]:
    return {word.strip(".,") for word in name.lower().split()}
