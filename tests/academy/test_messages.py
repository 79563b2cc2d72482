"""Outgoing mail against a real mail server: sent, refused, put off, kept while there is none."""

import email
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import clock, jobs, settings
from academy.db.engine import DatabaseEngine
from academy.db.work import writing
from academy.errors import NotFound
from academy.messages import About, Letter, actions, commands, compose, post, rules, sending
from academy.messages import jobs as messages_jobs
from academy.messages.posting import Terms, post_on
from academy.messages.tables import OutgoingMessage
from academy.people.tables import Person
from academy.settings import Settings
from tests.academy.mail_server import free_port, mail_server
from tests.cast import Cast
from tests.conftest import Browser, Clock

LETTER = Letter("test", "An assignment", "Please take this course.\n")


async def posted(*addresses: str, **more: object) -> None:
    async with writing():
        for address in addresses:
            await post(LETTER, to=address, **more)  # type: ignore[arg-type]


async def states() -> dict[str, tuple[str, str, int]]:
    rows = await OutgoingMessage.objects().order_by(OutgoingMessage.id)
    return {row.recipient: (row.state, row.reason, row.tries) for row in rows}


async def test_each_message_gets_its_own_fate_on_one_line(database: DatabaseEngine, config: Settings) -> None:
    await posted("nobody@x.example", "busy@x.example", "maria@x.example")
    with mail_server(config) as server:
        await jobs.drain()
    fates = await states()
    assert fates["nobody@x.example"] == ("bounced", "The mail server answered 550: No such mailbox", 1)
    assert fates["busy@x.example"] == ("queued", "The mail server answered 451: Try again later", 1)
    assert fates["maria@x.example"] == ("sent", "", 1)
    [taken] = server.taken
    mail = email.message_from_bytes(taken.content)
    assert (taken.rcpt_tos, mail["subject"], mail["auto-submitted"]) == (
        ["maria@x.example"], "An assignment", "auto-generated",
    )  # fmt: skip
    assert "Please take this course." in mail.get_payload()


async def test_a_busy_server_is_asked_again_later_and_not_for_ever(
    database: DatabaseEngine, config: Settings, the_clock: Clock
) -> None:
    await posted("busy@x.example")
    with mail_server(config):
        for number in range(1, len(rules.WAITS) + 1):
            assert await sending.send_due() == 0
            assert (await states())["busy@x.example"][::2] == ("queued", number)
            assert not await sending.is_anything_due()
            the_clock.move(days=1)
        await sending.send_due()
    assert (await states())["busy@x.example"][0] == "failed"


async def test_without_a_server_nothing_is_lost(database: DatabaseEngine, config: Settings) -> None:
    await posted("maria@x.example")
    for _ in range(2):  # nobody keeps trying
        await jobs.drain()
        assert await states() == {"maria@x.example": ("queued", rules.NO_SERVER, 0)}
        await jobs.sweep()
    with mail_server(config) as server:
        await messages_jobs.send_later()
        await jobs.drain()
    assert len(server.taken) == 1


async def test_a_server_that_is_down_is_looked_for_once_for_all(
    database: DatabaseEngine, config: Settings, the_clock: Clock
) -> None:
    settings.use(msgspec.structs.replace(config, smtp_url=f"smtp://127.0.0.1:{free_port()}"))
    await posted("maria@x.example", "tyler@x.example")
    for _ in range(20):
        await sending.send_due()
        the_clock.move(hours=1)
    state, reason, tries = (await states())["tyler@x.example"]
    assert (state, tries) == ("queued", 20)
    assert reason.startswith("The mail server 127.0.0.1 cannot be used: ")
    with mail_server(config) as server:
        await sending.send_due()
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    "url", ["smtp://name:word@127.0.0.1:{port}", "smtps://127.0.0.1:{port}", "smtp://:x", "nonsense"]
)
async def test_a_word_never_goes_over_an_open_line_and_a_wrong_address_says_so(
    database: DatabaseEngine, config: Settings, url: str
) -> None:
    await posted("maria@x.example")
    with mail_server(config) as server:
        port = settings.current().smtp_url.rpartition(":")[2]
        settings.use(msgspec.structs.replace(config, smtp_url=url.format(port=port)))
        await sending.send_due()
    state, reason, tries = (await states())["maria@x.example"]
    assert (state, tries, server.taken) == ("queued", 1, [])
    assert "cannot be used: " in reason


async def test_what_is_of_no_use_any_more_is_kept_and_not_sent(cast: Cast, config: Settings, the_clock: Clock) -> None:
    await posted("tulsa@x.example", useful_until=clock.now() + timedelta(days=1))
    await posted(cast.maria.email)
    await Person.update({Person.deactivated_at: clock.now()}).where(Person.id == cast.maria.id)
    the_clock.move(days=2)
    with mail_server(config) as server:
        await sending.send_due()
    assert server.taken == []
    assert [one[:2] for one in (await states()).values()] == [
        ("suppressed", rules.SUPPRESSED_LATE), ("suppressed", rules.SUPPRESSED_GONE),
    ]  # fmt: skip


async def test_what_a_process_was_sending_when_it_died_is_sent_again(
    database: DatabaseEngine, config: Settings, the_clock: Clock
) -> None:
    await posted("maria@x.example", key="monday")
    await posted("maria@x.example", key="monday")
    taken = {OutgoingMessage.state: "sending", OutgoingMessage.taken_at: clock.now()}
    await OutgoingMessage.update(taken, force=True)
    with mail_server(config) as server:
        await messages_jobs.send_later()
        await jobs.drain()
        assert server.taken == []
        the_clock.move(minutes=11)
        await messages_jobs.send_later()
        await jobs.drain()
    assert len(server.taken) == 1
    assert len(await states()) == 1


async def test_the_command_says_what_the_server_answered(
    database: DatabaseEngine, config: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server(config):
        assert await commands.send_test(commands.Namespace(address="maria@x.example")) == 0
        assert await commands.send_test(commands.Namespace(address="nobody@x.example")) == 1
    settings.use(config)
    assert await commands.send_test(commands.Namespace(address="maria@x.example")) == 1
    said = capsys.readouterr().out
    assert "took the message to maria@x.example" in said
    assert "Not sent (bounced): The mail server answered 550" in said
    assert f"Not sent (queued): {rules.NO_SERVER}" in said


async def test_the_ledger_shows_why_and_sends_again(cast: Cast, config: Settings, browser_as: Browser) -> None:
    await posted("nobody@x.example")
    with mail_server(config):
        await sending.send_due()
        ada = await browser_as(cast.ada)
        page = (await ada.get("/admin/messages?show=bounced")).text
        assert "550: No such mailbox" in page
        assert "Send again" in page
        row = await OutgoingMessage.objects().first()
        assert row is not None
        address = f"/admin/messages/{row.id}/retry"
        assert (await ada.post(address)).status_code == 303
        assert (await states())["nobody@x.example"][0] == "queued"
        assert (await ada.post(address)).status_code == 409


async def test_a_refused_address_is_written_to_again_once_somebody_looked(cast: Cast, config: Settings) -> None:
    await Person.update({Person.email: "Nobody@x.example"}).where(Person.id == cast.maria.id)
    about = About(person_id=cast.maria.id, site_id=cast.places["raleigh-nc"].site_id)
    with mail_server(config, "Nobody@") as server:
        await posted("Nobody@x.example", about=about)
        await jobs.drain()
        await posted("nobody@x.example", about=about)
        first, second = await OutgoingMessage.objects().order_by(OutgoingMessage.id)
        assert (first.state, second.state, second.tries) == ("bounced", "suppressed", 0)
        assert second.reason.startswith("This address was refused on ")
        await Person.update({Person.email: "maria@x.example"}).where(Person.id == cast.maria.id)
        with pytest.raises(NotFound):
            await actions.try_again(cast.nora, first.id, site_id=cast.places["tulsa-ok"].site_id)
        await actions.try_again(cast.ruth, first.id, site_id=cast.places["raleigh-nc"].site_id)
        await jobs.drain()
    assert [one.rcpt_tos for one in server.taken] == [["maria@x.example"]]


async def test_what_waits_for_its_time_does_and_can_be_taken_back(
    cast: Cast, config: Settings, the_clock: Clock
) -> None:
    site = cast.places["raleigh-nc"].site_id
    later = Terms(key="batch", not_before=clock.now() + timedelta(minutes=1))
    async with writing():
        await post_on(later, LETTER, to="maria@x.example", about=About(site_id=site))
        await post_on(later, LETTER, to="tyler@x.example")
    await sending.send_due()  # without a server: what is not due keeps its time
    with mail_server(config) as server:
        await sending.send_due()
        assert server.taken == []
        assert await actions.take_back(cast.ruth, site_id=site, keys=["batch"]) == 1
        the_clock.move(minutes=2)
        await sending.send_due()
    assert [one.rcpt_tos for one in server.taken] == [["tyler@x.example"]]
    assert (await states())["maria@x.example"][:2] == ("suppressed", "Taken back by Ruth Okafor before it left.")


async def test_mail_that_does_not_leave_is_told_where_people_look(
    cast: Cast, the_clock: Clock, browser_as: Browser
) -> None:
    ada = await browser_as(cast.ada)
    assert (await ada.get("/health/mail")).json() == {"state": "flowing"}
    await posted("maria@x.example")
    await sending.send_due()
    the_clock.move(minutes=31)
    assert (await ada.get("/health/mail")).status_code == 503
    ada = await browser_as(cast.ada)
    page = (await ada.get("/admin/messages")).text
    assert "Mail does not leave: 1 message waits, the first since November 21, 08:12 UTC. No mail server is set" in page


@pytest.mark.parametrize(
    ("code", "said", "is_address"),
    [
        (550, "No such mailbox", True),
        (550, "5.1.1 User unknown", True),
        (550, "5.2.1 Mailbox disabled", True),
        (550, "5.7.1 Relaying denied", False),
        (554, "5.7.1 Relay access denied", False),
        (552, "5.2.2 Mailbox full", False),
        (554, "Rejected", False),
    ],
)
def test_only_a_missing_mailbox_is_held_against_an_address(code: int, said: str, is_address: bool) -> None:
    assert rules.is_about_address(code, said) is is_address


@given(st.integers(1, 100))
def test_waits_grow_and_end(tries: int) -> None:
    at = datetime(2026, 11, 26, tzinfo=UTC)
    again, before = rules.next_try(tries, at), rules.next_try(tries - 1, at) if tries > 1 else at
    assert again is None or (before is not None and before < again)
    assert at < rules.next_try_of_server(tries, at) <= at + timedelta(hours=1)


def test_a_letter_wraps_its_paragraphs_and_keeps_what_is_indented() -> None:
    letter = compose(
        "academy/record_log/checkpoint",
        day=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        size=1,
        note="    " + "x" * 100,
        stamp="",
    )
    assert letter.subject == "Please keep: PSP Academy record log, January 2, 2026"
    long = [line for line in letter.body.split("\n") if len(line) > 76]
    assert long == ["    " + "x" * 100]
    assert "1 entry." in letter.body


@pytest.mark.parametrize(("state", "verb"), [("sent", "try again"), ("suppressed", "take"), ("queued", "deliver")])
def test_what_is_over_stays_over(state: str, verb: str) -> None:
    with pytest.raises(rules.CannotMove):
        rules.move(state, verb)
