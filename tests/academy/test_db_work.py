"""Transactions as the actions use them, on the engine of this run."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from piccolo.columns import ForeignKey, Integer, Serial, Varchar
from piccolo.table import Table

from academy.db.engine import DatabaseEngine
from academy.db.refusals import AlreadyExists, Frozen, StillUsed, Unstorable
from academy.db.schema import check_trigger, create_tables, freeze_trigger, unique_index
from academy.db.transaction import WorkError
from academy.db.watch import statements
from academy.db.work import (
    after_commit,
    insert_many,
    is_sqlite,
    move_row,
    reading,
    savepoint,
    side_by_side,
    writing,
)
from academy.errors import Conflict


class Badge(Table, tablename="test_badge"):
    id: Serial
    number = Varchar(length=20, null=False)
    state = Varchar(length=20, null=False, default="open")
    rank = Integer(null=False, default=0)


class Stripe(Table, tablename="test_stripe"):
    badge = ForeignKey(Badge, null=False)


@pytest.fixture
async def badges(database: DatabaseEngine) -> AsyncIterator[None]:
    await create_tables(Stripe, Badge)
    await unique_index("test_badge_number", Badge, "lower(number)", where="state <> 'void'")
    yield
    if not is_sqlite():
        await database.run_ddl("DROP TABLE test_badge, test_stripe CASCADE")


pytestmark = pytest.mark.usefixtures("badges")


async def numbers() -> list[str]:
    return [row["number"] for row in await Badge.select(Badge.number).order_by(Badge.id)]


async def add(number: str, state: str = "open") -> int:
    row = await Badge.insert(Badge(number=number, state=state))
    return int(row[0]["id"])


async def test_writing_keeps_everything_or_nothing() -> None:
    async with writing():
        await add("1")
        await add("2")
    with pytest.raises(ZeroDivisionError):
        async with writing():
            await add("3")
            1 / 0  # noqa: B018
    assert await numbers() == ["1", "2"]


async def test_a_nested_writing_joins_and_falls_with_the_outer_one() -> None:
    with pytest.raises(ZeroDivisionError):
        async with writing():
            async with writing():
                await add("1")
            1 / 0  # noqa: B018
    assert await numbers() == []


async def test_a_failure_caught_outside_a_savepoint_cannot_be_committed() -> None:
    with pytest.raises(WorkError, match="savepoint"):
        async with writing():
            await add("1")
            with pytest.raises(AlreadyExists):
                await add("1")
    assert await numbers() == []


async def test_a_refusal_that_left_a_nested_writing_cannot_be_forgotten() -> None:
    with pytest.raises(WorkError, match="savepoint"):
        async with writing():
            with pytest.raises(Conflict):
                async with writing():
                    await add("half done")
                    raise Conflict
    assert await numbers() == []


async def test_a_savepoint_fails_alone() -> None:
    called: list[str] = []
    async with writing():
        await add("1")
        with pytest.raises(AlreadyExists):
            async with savepoint():
                await add("2")
                after_commit(lambda: note(called, "undone"))
                await add("1")
        await add("3")
        after_commit(lambda: note(called, "kept"))
    assert (await numbers(), called) == (["1", "3"], ["kept"])


async def note(log: list[str], word: str) -> None:
    log.append(word)


async def test_reading_sees_one_snapshot_while_others_write() -> None:
    await add("1")
    async with reading():
        before = await numbers()
        await asyncio.create_task(in_clean_context(add("2")))
        assert await numbers() == before == ["1"]
    assert await numbers() == ["1", "2"]


async def in_clean_context(work: object) -> None:
    """As another request would do it: a task that inherits no transaction."""
    import contextvars

    await asyncio.get_running_loop().create_task(work, context=contextvars.Context())  # type: ignore[arg-type]


async def test_reading_joins_writing_and_sees_its_rows() -> None:
    async with writing():
        await add("1")
        async with reading():
            assert await numbers() == ["1"]


async def test_writing_inside_reading_is_refused() -> None:
    async with reading():
        with pytest.raises(WorkError, match="inside reading"):
            async with writing():
                pytest.fail("opened")


async def test_two_readings_side_by_side_have_a_snapshot_each() -> None:
    await add("1")
    begun, written = asyncio.Event(), asyncio.Event()

    async def first() -> list[str]:
        assert await numbers() == ["1"]
        begun.set()
        await written.wait()  # for ever, if the other one waited for its turn
        return await numbers()

    async def second() -> list[str]:
        await begun.wait()
        await asyncio.create_task(in_clean_context(add("2")))
        written.set()
        return await numbers()

    async with asyncio.timeout(30):
        assert await side_by_side(first, second) == (["1"], ["1", "2"])


async def test_readings_side_by_side_take_turns_in_an_open_transaction() -> None:
    async with writing():
        await add("1")
        assert await side_by_side(numbers, numbers) == (["1"], ["1"])


async def test_a_reading_that_fails_ends_the_one_beside_it() -> None:
    async def fail() -> None:
        raise Conflict(code="said")

    async def wait() -> None:
        await asyncio.Event().wait()

    for _ in range(10):  # oftener than there are connections
        with pytest.raises(Conflict):
            async with asyncio.timeout(30):
                await side_by_side(wait, fail)


async def test_reading_cannot_write() -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with reading():
            await add("1")
    assert await numbers() == []


async def test_gather_inside_a_transaction_is_refused() -> None:
    with pytest.raises(WorkError, match="gather"):
        async with writing():
            await asyncio.gather(add("1"), add("2"))
    assert await numbers() == []


async def test_a_task_that_outlived_its_transaction_is_refused() -> None:
    go = asyncio.Event()

    async def late() -> None:
        await go.wait()
        await add("late")

    async with writing():
        task = asyncio.create_task(late())
    go.set()
    with pytest.raises(WorkError, match="outlived"):
        await task
    assert await numbers() == []


async def test_callbacks_run_in_order_after_the_outermost_commit() -> None:
    seen: list[object] = []

    async def look() -> None:
        seen.append(await numbers())

    async with writing():
        async with writing():
            await add("1")
            after_commit(look)
        assert seen == []
        after_commit(lambda: note(seen, "second"))  # type: ignore[arg-type]
    assert seen == [["1"], "second"]


async def test_callbacks_do_not_run_after_a_rollback() -> None:
    called: list[str] = []
    with pytest.raises(ZeroDivisionError):
        async with writing():
            after_commit(lambda: note(called, "never"))
            1 / 0  # noqa: B018
    assert called == []


async def test_a_failing_callback_is_logged_and_hides_neither_rows_nor_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    called: list[str] = []

    async def fail() -> None:
        raise OSError("queue away")

    async with writing():
        await add("1")
        after_commit(fail)
        after_commit(lambda: note(called, "next"))
    assert (await numbers(), called) == (["1"], ["next"])
    assert "queue away" in caplog.text


async def test_after_commit_needs_a_writing() -> None:
    with pytest.raises(WorkError, match="needs an open writing"):
        after_commit(lambda: note([], ""))


async def test_move_row_moves_once_and_writes_the_named_columns() -> None:
    badge = await add("1")
    await move_row(Badge.state, badge, old="open", new="closed", rank=3)
    with pytest.raises(Conflict) as refused:
        await move_row(Badge.state, badge, old=("open", "lost"), new="void", rank=9)
    assert refused.value.code == "changed_meanwhile"
    assert await Badge.select(Badge.state, Badge.rank) == [{"state": "closed", "rank": 3}]


async def test_only_one_of_many_movers_wins() -> None:
    badge = await add("1")
    moves = [move_row(Badge.state, badge, old="open", new=f"by {n}") for n in range(8)]
    outcomes = await asyncio.gather(*moves, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 7 + ["NoneType"]


async def test_insert_many_splits_into_chunks_and_sets_ids() -> None:
    rows = [Badge(number=str(n)) for n in range(1203)]
    with statements() as sent:
        await insert_many(rows)
    assert len(sent) == 3
    assert len({row.id for row in rows}) == await Badge.count() == 1203


async def test_a_partial_unique_index_over_an_expression_holds() -> None:
    await add("a1")
    with pytest.raises(AlreadyExists):
        await add("A1")
    await add("a1", state="void")


async def test_a_row_in_use_cannot_be_deleted_nor_a_missing_one_referred_to() -> None:
    badge = await add("1")
    await Stripe.insert(Stripe(badge=badge))
    await Stripe.delete().where(Stripe.badge == badge)
    with pytest.raises(StillUsed):
        await Stripe.insert(Stripe(badge=badge + 1))


async def test_a_frozen_table_takes_new_rows_and_no_changes() -> None:
    await freeze_trigger("test_kept", Badge, "It's kept.")
    badge = await add("1")
    for change in (Badge.update({Badge.rank: 1}).where(Badge.number == "1"), Badge.delete(force=True)):
        with pytest.raises(Frozen, match=r"^It's kept\.$"):
            await change
    await move_row_refused(badge)
    assert await Badge.select(Badge.rank) == [{"rank": 0}]


async def move_row_refused(badge: int) -> None:
    with pytest.raises(Frozen):
        await move_row(Badge.state, badge, old="open", new="closed")


async def test_rows_freeze_by_condition_and_column() -> None:
    when = "(SELECT b.state FROM test_badge b WHERE b.id = {row}.id) = 'closed'"
    await freeze_trigger("test_closed", Badge, "Closed.", columns=["number", "rank"], when=when, events=["UPDATE"])
    badge = await add("1")
    await Badge.update({Badge.rank: 1}).where(Badge.number == "1")
    await move_row(Badge.state, badge, old="open", new="closed")
    with pytest.raises(Frozen, match="Closed"):
        await Badge.update({Badge.rank: 2}).where(Badge.number == "1")
    await move_row(Badge.state, badge, old="closed", new="void")


async def test_a_frozen_parent_takes_no_new_rows() -> None:
    when = "(SELECT b.state FROM test_badge b WHERE b.id = {row}.badge) = 'closed'"
    await freeze_trigger("test_stripe", Stripe, "Closed.", when=when, events=["INSERT", "DELETE"])
    await Stripe.insert(Stripe(badge=await add("1")))
    closed = await add("2", state="closed")
    with pytest.raises(Frozen):
        await Stripe.insert(Stripe(badge=closed))
    await Stripe.delete(force=True)


async def test_a_rule_between_columns_holds_for_new_and_changed_rows() -> None:
    await check_trigger("test_rank", Badge, "Too high.", holds="{row}.rank < 10")
    await add("1")
    with pytest.raises(Frozen, match="Too high"):
        await Badge.insert(Badge(number="2", rank=10))
    with pytest.raises(Frozen, match="Too high"):
        await Badge.update({Badge.rank: 11}).where(Badge.number == "1")


async def test_a_number_beyond_all_columns_is_refused() -> None:
    badge = await add("1")
    with pytest.raises(Unstorable):
        await Badge.select(Badge.id).where(Badge.rank == 10**20)
    with pytest.raises(Unstorable):
        await Badge.update({Badge.rank: 10**20}).where(Badge.id == badge)
    assert await Badge.select(Badge.rank) == [{"rank": 0}]


async def test_a_null_character_is_kept_as_typed_or_refused() -> None:
    try:
        await add("a\0b")
    except Unstorable:
        assert await Badge.count() == 0
    else:
        assert await Badge.select(Badge.number) == [{"number": "a\0b"}]


async def test_a_value_of_the_wrong_kind_is_a_bug_and_not_an_answer() -> None:
    with pytest.raises(Exception) as bug:  # noqa: PT011 - each driver has an error of its own
        await Badge.raw("SELECT id FROM test_badge WHERE number = {}", object())
    assert not isinstance(bug.value, Unstorable)


async def test_a_broken_not_null_is_a_bug_and_not_an_answer() -> None:
    with pytest.raises(Exception, match=r"(?i)not.null") as bug:
        await Badge.raw("INSERT INTO test_badge (number, state, rank) VALUES ({}, {}, {})", None, "open", 1)
    assert not isinstance(bug.value, Conflict)
