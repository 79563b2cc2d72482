"""Importing a roster over HTTP, as a browser without scripts does it."""

import re

import httpx

from academy import jobs
from academy.spreadsheets import read_sheet
from tests.academy.test_roster import FILE
from tests.cast import Cast
from tests.conftest import Browser

ROSTER = "/sites/raleigh-nc/roster"


async def send(client: httpx.AsyncClient, content: bytes, name: str = "roster.csv") -> httpx.Response:
    return await client.post(ROSTER, files={"file": (name, content, "text/csv")})


async def dry_run(ruth: httpx.AsyncClient) -> str:
    """The address of an import that waits for its yes."""
    page = (await send(ruth, FILE.encode("cp1252"))).headers["location"]
    columns = (await ruth.get(page)).text
    assert "not stored, not shown" in columns
    assert "123-45" not in columns
    goes = re.findall(r'<option value="(\w*)" selected>|name="goes" value="(blocked)"', columns)
    chosen = ["".join(one) for one in goes]
    assert chosen == ["full_name", "email", "rank", "unit", "blocked"]
    wrong = await ruth.post(f"{page}/columns", data={"goes": ["rank", *chosen[1:]]})
    assert (wrong.status_code, "two columns" in wrong.text) == (422, True)
    await ruth.post(f"{page}/columns", data={"goes": chosen, "adds_units": "on"})
    return page


async def test_from_the_file_to_the_undo(cast: Cast, browser_as: Browser):
    ruth = await browser_as(cast.ruth)
    page = await dry_run(ruth)
    dry = (await ruth.get(page)).text
    for words in ("4 rows are ready, 1 needs you", "Units to be added: K9", "an officer of another site", "skip 1"):
        assert words in dry
    missing = (await ruth.get(f"{page}?show=missing")).text
    assert "They stay" in missing
    sheet = read_sheet((await ruth.get(f"{page}/rows.xlsx")).content, "rows.xlsx")
    assert sheet.rows[0][:2] == ("6", "Otis Whitaker")
    shown = re.findall(r'name="shown" value="(\d+)"', missing)
    saved = await ruth.post(f"{page}/application", data={"shown": shown, "show": "missing"})
    assert saved.headers["location"] == f"{page}?show=missing&page=1"
    await ruth.post(f"{page}/application", data={"go": "true"})
    assert 'hx-trigger="every 2s"' in (await ruth.get(page)).text
    await jobs.drain()
    done = (await ruth.get(page)).text
    assert "2 people added, 1 changed, 1 as before. 1 row was skipped." in done
    await ruth.post(f"{page}/undo")
    await jobs.drain()
    assert "Undone at" in (await ruth.get(page)).text
    assert "Undone" in (await ruth.get(ROSTER)).text


async def test_a_file_that_cannot_be_read_says_what_to_do(cast: Cast, browser_as: Browser):
    ruth = await browser_as(cast.ruth)
    for content, says in ((b"Name,Unit,Mail\nA,B,C\nA,B,C\nA,B", "breaks off in line 4"), (b"PK\x03\x04", "damaged")):
        answer = await send(ruth, content)
        assert (answer.status_code, says in answer.text) == (422, True)
    nothing = await ruth.post(ROSTER, data={})
    assert "Choose a CSV or XLSX file first" in nothing.text
    strange = await (await browser_as(cast.nora)).post(ROSTER, files={"file": ("x.csv", b"a,b\n1,2\n")})
    assert strange.status_code == 404
