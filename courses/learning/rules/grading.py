"""What a sitting is worth. Whole points, percent rounded down: nobody passes by rounding, nobody fails by it unseen."""

import msgspec

from courses.learning.rules.kinds import FULL


class Marked(msgspec.Struct, frozen=True):
    """One presented question: its points, and what the answer brings of them in thousandths."""

    points: int
    per_mille: int

    @property
    def thousandths(self) -> int:
        """Of a point, exactly."""
        return self.points * self.per_mille

    @property
    def reached(self) -> int:
        """Whole points."""
        return self.thousandths // FULL


class Grade(msgspec.Struct, frozen=True):
    """The outcome: points reached of points possible, percent rounded down."""

    points: int
    possible: int
    percent: int
    passed: bool


def grade(items: tuple[Marked, ...], *, pass_percent: int) -> Grade:
    """Grade a sitting by its exact sum, parts of points included. Better answers never give less."""
    thousandths = sum(item.thousandths for item in items)
    possible = sum(item.points for item in items)
    percent = thousandths * 100 // (possible * FULL) if possible else 0
    return Grade(thousandths // FULL, possible, percent, percent >= pass_percent)


def points_text(thousandths: int) -> str:
    """ "7.5": points as people read them, rounded down to hundredths."""
    whole, rest = divmod(thousandths, FULL)
    return f"{whole}.{rest // 10:02}".rstrip("0").rstrip(".")


def points_needed(possible: int, pass_percent: int) -> int:
    """The fewest points that reach the pass mark."""
    return -(-possible * pass_percent // 100)
