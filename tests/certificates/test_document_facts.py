"""How facts are worded."""

from datetime import date

import msgspec
import pytest

from certificates.document.facts import assessment, day, hours
from tests.certificates.certificate_cast import CASTANEDA


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (50, "50 minutes"),
        (60, "1 hour"),
        (90, "1.5 hours"),
        (75, "1.25 hours"),
        (95, "1 h 35 min"),
        (960, "16 hours"),
    ],
)
def test_hours_are_said_as_an_officer_says_them(minutes: int, words: str) -> None:
    assert hours(minutes) == words


def test_days_are_written_the_american_way() -> None:
    assert day(date(2026, 3, 4)) == "March 4, 2026"


def test_the_score_is_private_unless_given() -> None:
    assert (assessment(None), assessment(92)) == ("Passed", "Passed, 92%")


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        msgspec.structs.replace(CASTANEDA, issued_at=CASTANEDA.issued_at.replace(tzinfo=None))
