"""What upload headers say, and who may write."""

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.errors import Invalid
from media.uploads.protocol import announced, parse_metadata, plain_name
from media.uploads.turns import turn_of
from tests.media.uploading import metadata

keys = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


@given(st.dictionaries(keys, st.text(), max_size=4))
def test_metadata_reads_what_was_written(facts: dict[str, str]) -> None:
    assert parse_metadata(metadata(**facts)) == facts


@given(st.text())
def test_any_metadata_is_read_or_refused(header: str) -> None:
    with contextlib.suppress(Invalid):
        assert all(isinstance(value, str) for value in parse_metadata(header).values())


@given(st.text())
def test_a_shown_name_has_no_folder_and_nothing_invisible(name: str) -> None:
    shown = plain_name(name)
    assert 0 < len(shown) <= 255
    assert shown.isprintable()
    assert "/" not in shown
    assert "\\" not in shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\takes\\one.mp4", "one.mp4"),
        ("../../etc/passwd", "passwd"),
        ("", "recording"),
        ("a\u202egpj.mp4", "agpj.mp4"),
    ],
)
def test_names_people_and_attackers_send(name: str, shown: str) -> None:
    assert plain_name(name) == shown


@pytest.mark.parametrize("length", [None, "", "-1", "1e3", "٣", "9" * 19])
def test_a_length_that_is_no_number_is_refused(length: str | None) -> None:
    with pytest.raises(Invalid):
        announced(length, None, limit=10**18)


async def test_turns_follow_each_other_and_the_newest_is_never_asked_to_leave() -> None:
    seen: list[int] = []

    async def take(number: int) -> None:
        async with turn_of("upload") as turn:
            seen.append(number)
            if number < 3:
                await turn.leave.wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(take(number))
    assert seen == [0, 1, 2, 3]
