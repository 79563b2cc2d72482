"""What a sitting is worth. Whole points, percent rounded down: nobody passes by rounding, nobody fails by it unseen."""

import msgspec


class Marked(msgspec.Struct, frozen=True):
    """One presented question with the key and the answer given."""

    points: int
    correct: frozenset[str]
    chosen: frozenset[str]

    @property
    def is_right(self) -> bool:
        """All correct choices and no wrong one; an unanswered question is not right."""
        return bool(self.chosen) and self.chosen == self.correct


class Grade(msgspec.Struct, frozen=True):
    """The outcome: points reached of points possible, percent rounded down, points per question in order."""

    points: int
    possible: int
    percent: int
    passed: bool
    per_item: tuple[int, ...]


def grade(items: tuple[Marked, ...], *, pass_percent: int) -> Grade:
    """Grade a sitting. More right answers never give fewer points."""
    per_item = tuple(item.points if item.is_right else 0 for item in items)
    points = sum(per_item)
    possible = sum(item.points for item in items)
    percent = points * 100 // possible if possible else 0
    return Grade(points, possible, percent, percent >= pass_percent, per_item)


def points_needed(possible: int, pass_percent: int) -> int:
    """The fewest points that reach the pass mark."""
    return -(-possible * pass_percent // 100)
