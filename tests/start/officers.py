"""An officer with a phone: answers, changes the answer now and then, and sends each until the academy confirms it."""

import asyncio
import json
import re
from random import Random

import httpx

from academy.codes import new_code
from tests.start.bad_line import BadLine

SECOND_THOUGHTS = 0.1
"""Of the answers that are confirmed, and of those on their way, so many are changed."""
LONGEST_PAUSE = 1.0


class Officer:
    """Sits one attempt. `said`: all answers ever given to a question; `confirmed`: the last one the academy has."""

    def __init__(self, line: BadLine, code: str, session: str, questions: int, dice: Random) -> None:
        self.code = code
        self.session = session
        self.acknowledged = 0
        self.said: dict[int, list[str]] = {}
        self.confirmed: dict[int, str] = {}
        self._line = line
        self._questions = questions
        self._dice = dice
        self._stream = new_code()
        self._number = 0
        self._token = ""
        self._cookies: dict[str, str] = {}

    async def open(self, client: httpx.AsyncClient, cookies: dict[str, str]) -> None:
        """Open the quiz while the line is good: its page has the attempt's token."""
        self._cookies = cookies
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        page = await client.get(f"/attempts/{self.code}", headers={"cookie": header, "accept": "text/html"})
        self._token = (re.search(r'data-token="([^"]+)"', page.text) or ["", ""])[1]
        assert self._token, page.text[:500]

    async def answer_all(self) -> None:
        for position in self._dice.sample(range(1, self._questions + 1), self._questions):
            await self._answer(position)
            if self._dice.random() < SECOND_THOUGHTS:
                await self._answer(position)

    async def _answer(self, position: int) -> None:
        """One choice, sent until it is confirmed; a change of mind meanwhile replaces it, as in the browser."""
        letter, pause = self._letter(position), 0.05
        while not await self._send(position, letter):
            await asyncio.sleep(self._dice.uniform(0, pause))
            pause = min(pause * 2, LONGEST_PAUSE)
            if self._dice.random() < SECOND_THOUGHTS:
                letter = self._letter(position)
        self.acknowledged += 1
        self.confirmed[position] = self.said[position][-1]

    def _letter(self, position: int) -> str:
        self._number += 1
        chosen = self._dice.choice("abcd")
        self.said.setdefault(position, []).append(chosen)
        return f"chosen={chosen}&op={self._stream}.{self._number}&token={self._token}"

    async def _send(self, position: int, letter: str) -> bool:
        """Whether the academy's answer came back whole. Raises AssertionError for any refusal."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._line.port)
            writer.write(self._request(position, letter.encode()))
            answer = await reader.read(-1)
            writer.close()
        except OSError:
            return False
        head, _, body = answer.partition(b"\r\n\r\n")
        size = re.search(rb"content-length: (\d+)", head)
        if not size or len(body) < int(size[1]):
            return False
        assert b" 200 " in head[:20], answer[:600]
        return bool(json.loads(body)["revision"])

    def _request(self, position: int, body: bytes) -> bytes:
        lines = (
            f"POST /attempts/{self.code}/items/{position}/response HTTP/1.1",
            "host: 127.0.0.1",
            "cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            f"x-csrftoken: {self._cookies['csrftoken']}",
            "accept: application/json",
            "content-type: application/x-www-form-urlencoded",
            f"content-length: {len(body)}",
            "connection: close",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
