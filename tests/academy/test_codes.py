"""Codes and serial numbers: what is printed can be read back, and what is mistyped is noticed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.codes import ALPHABET, SERIAL_LENGTH, new_code, new_serial, read_serial

seeds = st.binary(min_size=10, max_size=10)
positions = st.integers(0, SERIAL_LENGTH - 1)


def serial_from(seed: bytes) -> str:
    """The serial of a given draw; a refused draw is followed by its successor, so that the loop ends."""
    start = int.from_bytes(seed, "big")
    draws = iter(range(1000))
    return new_serial(lambda size: ((start + next(draws)) % 2**80).to_bytes(size, "big"))


def test_code_is_long_and_new_each_time() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", code) for code in codes)


def test_known_number_is_accepted() -> None:
    assert read_serial("V799-BEW8-9T9A-W0P0-7Q") == "V799-BEW8-9T9A-W0P0-7Q"


@given(seeds)
def test_printed_form_reads_back(seed: bytes) -> None:
    serial = serial_from(seed)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{2}", serial)
    assert read_serial(serial) == serial


@given(seeds, st.data())
def test_reading_forgives_case_spacing_and_look_alikes(seed: bytes, data: st.DataObject) -> None:
    serial = serial_from(seed)
    variants = {"0": ["0", "O", "o"], "1": ["1", "I", "i", "L", "l"], "-": ["", " ", "–", "-"]}
    typed = "".join(data.draw(st.sampled_from(variants.get(c, [c, c.lower()]))) for c in serial)
    assert read_serial(typed) == serial


@given(seeds, positions, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(seed: bytes, position: int, wrong: str) -> None:
    compact = serial_from(seed).replace("-", "")
    altered = compact[:position] + wrong + compact[position + 1 :]
    assert (read_serial(altered) is None) == (altered != compact)


@given(seeds, positions, positions)
def test_every_swap_is_noticed(seed: bytes, first: int, second: int) -> None:
    letters = list(serial_from(seed).replace("-", ""))
    swapped = letters.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert (read_serial("".join(swapped)) is None) == (swapped != letters)


@pytest.mark.parametrize(
    "text",
    ["", "V799", "V799-BEW8-9T9A-W0P0-7R", "V799-BEW8-9T9A-W0P0-7U", "٧799-BEW8-9T9A-W0P0-7Q", "0" * 5000],
)
def test_anything_else_is_not_a_serial(text: str) -> None:
    assert read_serial(text) is None
