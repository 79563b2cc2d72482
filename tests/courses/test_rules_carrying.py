"""Carrying progress to a newer version: only what was taught in the same words."""

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.carrying import carry

keys = st.sampled_from("abcdefgh")
versions = st.dictionaries(keys, st.sampled_from(["one", "two"]))


@given(st.frozensets(keys), versions, versions)
def test_a_lesson_is_kept_only_if_it_was_done_and_is_unchanged(
    done: frozenset[str], old: dict[str, str], new: dict[str, str]
) -> None:
    carried = carry(done, old=old, new=new)
    assert set(carried.kept) == {key for key in done & old.keys() & new.keys() if old[key] == new[key]}
    assert set(carried.again) == {key for key in done & old.keys() & new.keys() if old[key] != new[key]}
    assert set(carried.added) == new.keys() - old.keys()


@given(st.frozensets(keys), versions)
def test_the_same_version_keeps_everything(done: frozenset[str], version: dict[str, str]) -> None:
    carried = carry(done, old=version, new=version)
    assert set(carried.kept) == done & version.keys()
    assert carried.again == carried.added == ()
