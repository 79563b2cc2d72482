"""The caption editor over HTTP: languages, lines saved one by one, conflicts, and the plain form that loses nothing."""

import httpx
import msgspec
import pytest

from academy import clock
from media import actions, delivery, queries
from media.rules.captions import Cue, parse, stamp, to_vtt
from media.tables import Caption, MediaAsset
from tests.cast import Cast
from tests.conftest import Browser
from tests.house.rows import add

JSON = {"accept": "application/json"}
CUES = (Cue(0, 1_000, "One."), Cue(1_000, 2_000, "Commend post."), Cue(3_000, 4_000, "Three."))
TEXT = "text/plain; charset=utf-8"
SPANISH = "WEBVTT\n\n00:00.000 --> 00:01.000\nUno.\n"


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    """An instructor's browser."""
    return await browser_as(cast.ines)


@pytest.fixture
async def talk(cast: Cast) -> str:
    """The code of a recording that is being prepared: captions do not wait for it."""
    return await recording("t" * 26, cast)


async def recording(code: str, cast: Cast) -> str:
    """A recording of Ines's that is being prepared."""
    known = {
        "kind": "audio",
        "duration_ms": 4_000,
        "uploaded_by": cast.ines.id,
        "chapters": "[]",
        "slide_changes": "[]",
    }
    await add(MediaAsset, code=code, state="transcoding", **known)
    return code


@pytest.fixture
async def draft(talk: str) -> Caption:
    """A draft of three lines, the second in doubt."""
    asset = await MediaAsset.objects().where(MediaAsset.code == talk).first()
    assert asset is not None
    row = Caption(asset=asset.id, language="en-US", kind="captions", source="speech", body=to_vtt(CUES), cue_count=3)
    row.doubts = '{"1": ["Commend"]}'
    await Caption.insert(row)
    return row


async def now(draft: Caption) -> tuple[list[str], str]:
    """The texts that stand there, and the doubts."""
    row = await Caption.objects().get(Caption.id == draft.id)
    assert row is not None
    return [cue.text for cue in parse(row.body).cues], row.doubts


def line(place: int, text: str = "", doubts: tuple[str, ...] = ()) -> dict[str, object]:
    cue = CUES[place]
    return {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": text or cue.text, "doubts": doubts}


def change(draft: Caption, place: int, text: str, *, was: str = "") -> dict[str, object]:
    return {"caption_id": draft.id, "near": place, "was": [line(place, was)], "now": [line(place, text)]}


async def test_each_language_has_its_own_set(ines: httpx.AsyncClient, cast: Cast, talk: str, draft: Caption) -> None:
    file = {"captions": ("es.vtt", SPANISH, "text/vtt")}
    added = await ines.post(f"/media/{talk}/captions", data={"language": "es"}, files=file)
    assert added.headers["location"] == f"/media/{talk}/captions?language=es"
    other = {"language": "en-US", "other_language": "so"}
    await ines.post(f"/media/{talk}/captions", data=other, files=file)
    page = (await ines.get(f"/media/{talk}")).text
    assert [word in page for word in ("Español", "1 line to check", "captions?language=so")] == [True] * 3
    assert "Uno." in (await ines.get(added.headers["location"])).text
    asset_id = int(draft.asset)
    seen = await queries.playback(asset_id, drafts=True)
    assert seen is not None
    assert [(one.language, one.label, one.default) for one in seen.captions] == [
        ("en-US", "English", True),
        ("es", "Español", False),
        ("so", "so", False),
    ]
    assert (seen.captions_url, seen.transcript) == (seen.captions[0].url, CUES)


async def test_learners_keep_the_reviewed_words_as_a_text(talk: str, draft: Caption, browser_as: Browser) -> None:
    asset_id, stranger = int(draft.asset), await browser_as(None)
    hidden = await queries.playback(asset_id, drafts=True)
    assert hidden is not None
    assert hidden.transcript_url == ""
    assert (await stranger.get(delivery.sign_transcript(talk, draft.id))).status_code == 404
    await Caption.update({Caption.reviewed_at: clock.now()}).where(Caption.id == draft.id)
    seen = await queries.playback(asset_id)
    assert seen is not None
    text = await stranger.get(seen.transcript_url)
    assert (text.headers["content-type"], "attachment" in text.headers["content-disposition"]) == (TEXT, True)
    assert text.text.splitlines()[2] == f"{stamp(CUES[0].start_ms)[:8]}  {CUES[0].text}"
    assert (await stranger.get(seen.transcript_url.replace(talk, "o" * 26))).status_code == 403


async def test_learners_get_reviewed_tracks_and_courses_need_english(cast: Cast, talk: str, draft: Caption) -> None:
    await actions.add_captions(cast.ines, talk, file=SPANISH.encode(), language="es")
    await Caption.update({Caption.reviewed_at: clock.now()}).where(Caption.language == "es")
    asset_id = int(draft.asset)
    seen = await queries.playback(asset_id)
    assert seen is not None
    assert ([one.language for one in seen.captions], seen.captions_url, seen.transcript) == (["es"], "", ())
    assert not (await queries.standings((asset_id,)))[asset_id].captions_reviewed


async def test_a_language_that_is_none_is_refused(ines: httpx.AsyncClient, talk: str) -> None:
    file = {"captions": ("es.vtt", SPANISH, "text/vtt")}
    answer = await ines.post(f"/media/{talk}/captions", data={"other_language": "Spanish"}, files=file)
    assert (answer.status_code, "Write the language as a tag" in answer.text) == (422, True)
    assert await Caption.count() == 0


async def test_what_was_put_right_is_said_on_the_page(ines: httpx.AsyncClient, talk: str) -> None:
    body = "WEBVTT\n\n00:01.000 --> 00:03.000\nOne.\n\n00:02.000 --> 00:04.000\nTwo.\n".encode("utf-16")
    await ines.post(f"/media/{talk}/captions", files={"captions": ("talk.vtt", body, "text/vtt")})
    page = (await ines.get(f"/media/{talk}/captions")).text
    assert "1 thing put right when the file was read." in page
    assert "Line 6: This caption began before the one before it ended" in page


async def test_a_line_is_saved_by_itself(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    answer = await ines.post(f"/media/{talk}/captions/lines", json=change(draft, 1, "Command post."), headers=JSON)
    assert (answer.status_code, answer.json()) == (200, {"revision": 1, "lines": 3, "to_check": 0})
    assert await now(draft) == (["One.", "Command post.", "Three."], "{}")


async def test_two_windows_meet_only_at_the_same_line(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    path = f"/media/{talk}/captions/lines"
    first, second = change(draft, 0, "1."), change(draft, 2, "3.")
    assert [(await ines.post(path, json=one, headers=JSON)).status_code for one in (first, second)] == [200, 200]
    late = await ines.post(path, json=change(draft, 0, "First."), headers=JSON)
    assert (late.status_code, late.json()["code"]) == (409, "lines_changed")
    assert (await now(draft))[0] == ["1.", "Commend post.", "3."]
    again = await ines.post(path, json=change(draft, 0, "First.", was="1."), headers=JSON)
    assert again.status_code == 200


async def test_a_line_that_cannot_stand_is_refused(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    answer = await ines.post(f"/media/{talk}/captions/lines", json=change(draft, 0, "  "), headers=JSON)
    assert (answer.status_code, answer.json()["fields"]["text"][:15]) == (422, "Write the words")
    assert (await now(draft))[0][0] == "One."


def form(draft: Caption, **more: object) -> dict[str, object]:
    """The page as a browser without scripts sends it."""
    texts = {"text": ["One.", "Command post.", "Three."], "start": ["0:00.0", "0:01.2", "0:03.0"]}
    ends = {"end": ["0:01.0", "0:02.0", "0:04.0"], "language": "en-US", "page": "1", "first": "0"}
    return {"caption_id": str(draft.id), "revision": "0", "then": "review", **texts, **ends, **more}


async def test_marked_lines_must_be_looked_at_first(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    refused = await ines.post(f"/media/{talk}/captions/review", data=form(draft))
    assert (refused.status_code, "Some lines are still marked" in refused.text) == (409, True)
    assert ("Command post." in refused.text, 'value="0:01.2"' in refused.text) == (True, True)
    assert (await now(draft))[0][1] == "Commend post."
    done = await ines.post(f"/media/{talk}/captions/review", data=form(draft, looked=["1"]))
    assert (done.status_code, done.headers["location"]) == (303, f"/media/{talk}")
    row = await Caption.objects().get(Caption.id == draft.id)
    assert row is not None
    assert (row.reviewed_at is None, parse(row.body).cues[1]) == (False, Cue(1_200, 2_000, "Command post."))


async def test_a_draft_is_kept_without_a_review(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    kept = await ines.post(f"/media/{talk}/captions/review", data=form(draft, then="keep"))
    assert kept.headers["location"] == f"/media/{talk}/captions?language=en-US&page=1"
    row = await Caption.objects().get(Caption.id == draft.id)
    assert row is not None
    assert (row.reviewed_at, row.doubts, row.revision) == (None, '{"1":["Commend"]}', 1)


async def test_a_form_older_than_the_captions_overwrites_nothing(
    ines: httpx.AsyncClient, talk: str, draft: Caption
) -> None:
    await ines.post(f"/media/{talk}/captions/lines", json=change(draft, 1, "A command post."), headers=JSON)
    late = await ines.post(f"/media/{talk}/captions/review", data=form(draft, looked=["1"]))
    assert (late.status_code, "Now reads: A command post." in late.text) == (409, True)
    assert ("Command post.</textarea>" in late.text, 'name="revision" value="1"' in late.text) == (True, True)
    assert (await now(draft))[0][1] == "A command post."


async def test_a_faulty_line_of_the_form_is_named_and_kept(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    faulty = form(draft, text=["One.", "Command post.", ""], start=["0:00.0", "soon", "0:03.0"])
    answer = await ines.post(f"/media/{talk}/captions/review", data=faulty)
    assert answer.status_code == 422
    assert ("Line 2: write times" in answer.text, 'value="soon"' in answer.text) == (True, True)


async def test_many_lines_come_in_pages(ines: httpx.AsyncClient, talk: str, draft: Caption) -> None:
    cues = [Cue(n * 1_000, n * 1_000 + 1_000, f"Line {n}.") for n in range(650)]
    await Caption.update({Caption.body: to_vtt(cues), Caption.cue_count: 650}).where(Caption.id == draft.id)
    second = (await ines.get(f"/media/{talk}/captions?page=2")).text
    assert [word in second for word in ("Line 300.", "Line 599.", "Line 600.", "Save and go on")] == [
        True, True, False, True,
    ]  # fmt: skip
    sent = {**form(draft), "text": "Corrected.", "start": "10:49.0", "end": "10:50.0", "first": "649", "then": "next"}
    answer = await ines.post(f"/media/{talk}/captions/review", data=sent | {"page": "3"})
    assert answer.status_code == 303
    texts, _ = await now(draft)
    assert (len(texts), texts[0], texts[649]) == (650, "Line 0.", "Corrected.")
    assert "Mark all as reviewed" in (await ines.get(f"/media/{talk}/captions?page=99")).text


async def test_captions_of_another_recording_cannot_be_reached(
    ines: httpx.AsyncClient, cast: Cast, draft: Caption
) -> None:
    await recording("o" * 26, cast)
    answer = await ines.post(f"/media/{'o' * 26}/captions/lines", json=change(draft, 0, "Mine."), headers=JSON)
    assert answer.status_code == 404
    assert (await now(draft))[0][0] == "One."


async def test_a_replaced_set_is_not_edited(ines: httpx.AsyncClient, cast: Cast, talk: str, draft: Caption) -> None:
    await actions.add_captions(cast.ines, talk, file=to_vtt([Cue(0, 500, "Other."), *CUES[1:]]).encode())
    answer = await ines.post(f"/media/{talk}/captions/lines", json=change(draft, 0, "Mine."), headers=JSON)
    assert answer.status_code == 409
    whole = await ines.post(f"/media/{talk}/captions/review", data=form(draft, looked=["1"]))
    assert (whole.status_code, "Now reads: Other." in whole.text) == (409, True)
    assert [row["body"] for row in await Caption.select(Caption.body)] == [to_vtt([Cue(0, 500, "Other."), *CUES[1:]])]


def test_the_form_pairs_each_line_with_its_fields() -> None:
    from media.forms import ReviewForm

    sent = ReviewForm(caption_id=1, text=("a", "b"), start=("1", "2"), end=("3",), looked=(301,), first=300)
    assert [(one.start, one.end, one.looked) for one in sent.typed] == [("1", "", False), ("2", "", True)]
    assert msgspec.structs.replace(sent, then="next", page=2, language="es").leads_to == "/captions?language=es&page=3"
