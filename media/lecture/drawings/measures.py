"""Amounts and times: bars, a time line, two pans of a balance, a share of a hundred."""

import re
from collections.abc import Sequence

from media.lecture.drawings.canvas import (
    HEIGHT,
    WIDTH,
    Drawing,
    Label,
    area,
    box,
    disc,
    halves,
    inner,
    path,
    shared,
)
from media.lecture.palette import ACCENT, INK, MIST, TINT, WHITE

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def number_in(text: str) -> float | None:
    """The first number of an item's value, for the length of its bar."""
    found = _NUMBER.search(text)
    return float(found[0].replace(",", "")) if found else None


def without_number(items: Sequence[str]) -> str:
    """What is wrong with the values of bars, if anything is."""
    lost = next((item for item in items if number_in(halves(item)[1]) is None), None)
    return "" if lost is None else f"Write a number after the bar in “{lost}”."


def bars(items: Sequence[str]) -> Drawing:
    """Horizontal bars to one scale, each with its value as it was written; the longest one is dark."""
    names, values = zip(*map(halves, items), strict=True)
    amounts = [number_in(value) or 0.0 for value in values]
    most = max(*amounts, 0.001)
    row = min(HEIGHT // len(items), 190)
    start, reach = 540, 600
    shapes, labels = path(f"M{start},0 V{row * len(items)}", line=INK, stroke=4), []
    for place, amount in enumerate(amounts):
        top, length = row * place + row // 6, max(6, round(reach * amount / most))
        shapes += area((start + 2, top, length, row - row // 3), INK if amount == most else ACCENT)
        line = (row * place + row // 12, row - row // 6)
        labels.append(Label(text=names[place], place=(0, line[0], start - 30, line[1]), align="end", group="name"))
        right = start + length + 24
        labels.append(
            Label(text=values[place], place=(right, line[0], WIDTH - right, line[1]), align="start", group="value")
        )
    return Drawing(row * len(items), shapes, tuple(labels))


def timeline(items: Sequence[str]) -> Drawing:
    """Moments on one line: when above it, what below it."""
    level = 112
    shapes = path(f"M0,{level} H{WIDTH - 16}", line=ACCENT, stroke=6)
    shapes += path(f"M{WIDTH - 30},{level - 16} L{WIDTH - 6},{level} L{WIDTH - 30},{level + 16}", line=ACCENT, stroke=6)
    labels = []
    for item, (left, width) in zip(items, shared(len(items), 28, over=WIDTH - 60), strict=True):
        when, what = halves(item)
        middle = left + width // 2
        card = (left, level + 62, width, 250)
        shapes += path(f"M{middle},{level} V{level + 62}", line=ACCENT, stroke=5) + disc((middle, level), 20, stroke=8)
        shapes += box(card)
        labels.append(
            Label(text=when, place=(left, 0, width, level - 24), group="when", stand="bottom", look="serif", largest=48)
        )
        labels.append(Label(text=what, place=inner(card, 20), group="what", largest=40))
    return Drawing(level + 312, shapes, tuple(labels))


def balance(items: Sequence[str]) -> Drawing:
    """Two pans of one scale. The first item names the pans, the others lie in them side by side."""
    head, *rows = map(halves, items)
    middle, top, tall = WIDTH // 2, 92, 360
    pans = shared(2, 96)
    row = (tall - 110) // len(rows)
    shapes = path(f"M{middle},20 V{top + tall} M{middle - 90},{top + tall} H{middle + 90}", line=INK, stroke=8)
    shapes += path(f"M{pans[0][1] // 2},24 H{WIDTH - pans[0][1] // 2}", line=INK, stroke=8)
    shapes += disc((middle, 24), 18, fill=ACCENT)
    labels = []
    for side, (left, width) in enumerate(pans):
        hang = left + width // 2
        shapes += path(f"M{hang - 150},{top} L{hang},26 L{hang + 150},{top}", line=ACCENT, stroke=4)
        shapes += box((left, top, width, tall), fill=WHITE) + area((left + 3, top + 3, width - 6, 84), TINT)
        labels.append(Label(text=head[side], place=(left + 28, top + 6, width - 56, 78), group="head", look="serif"))
        for place, pair in enumerate(rows):
            line = top + 98 + row * place
            shapes += path(f"M{left + 28},{line} H{left + width - 28}", line=MIST, stroke=2) if place else ""
            spot = (left + 28, line + 4, width - 56, row - 8)
            labels.append(Label(text=pair[side], place=spot, group="row"))
    return Drawing(top + tall, shapes, tuple(labels))


def beyond_hundred(items: Sequence[str]) -> str:
    """What is wrong with the shares of a hundred, if anything is."""
    wrong = [item for item in items if not 1 <= (number_in(halves(item)[0]) or 0) <= 100]
    return f"Begin “{wrong[0]}” with a number from 1 to 100, then a bar." if wrong else ""


def share(items: Sequence[str]) -> Drawing:
    """Fields of a hundred squares of which some are filled, words below."""
    per_row = 25 if len(items) == 1 else 20
    shapes, labels, deep = "", [], 0
    for item, (left, width) in zip(items, shared(len(items), 60), strict=True):
        filled, words = halves(item)
        pitch = (width + 8) // per_row
        deep = 100 // per_row * pitch
        dark = round(number_in(filled) or 0)
        shapes += "".join(_square(left, place, pitch, per_row=per_row, dark=place < dark) for place in range(100))
        labels.append(Label(text=words, place=(left, deep + 24, width, 160), align="start", stand="top"))
    return Drawing(deep + 184, shapes, tuple(labels))


def _square(left: int, place: int, pitch: int, *, per_row: int, dark: bool) -> str:
    spot = (left + place % per_row * pitch, place // per_row * pitch, pitch - 8, pitch - 8)
    return area(spot, INK if dark else "#d9dde8")
