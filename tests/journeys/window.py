"""A browser without scripts: opens pages, follows links and presses buttons by their words.

A journey through it proves that the page really offers what the next step needs.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import httpx
import msgspec
from lxml import html


class File(msgspec.Struct, frozen=True):
    """A file to choose in a form."""

    name: str
    content: bytes


Typed = str | Sequence[str] | File


class Window:
    """One open window of a person's browser; several may share a client, like several windows share a sign-in."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = httpx.Response(204)
        self.path = "/"

    @property
    def text(self) -> str:
        """The words of the page as a reader meets them, single-spaced."""
        return words_of(self._tree)

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def heading(self) -> str:
        return words_of(self._tree.xpath("//h1")[0])

    @property
    def _tree(self) -> Any:
        return html.fromstring(self.page.text)

    async def open(self, path: str) -> "Window":
        """Go to an address, wherever it leads."""
        return await self._show(await self.client.get(path, follow_redirects=True))

    async def follow(self, words: str) -> "Window":
        """Click the link whose words or description contain these."""
        links = [link for link in self._tree.xpath("//a[@href]") if words in words_of(link)]
        assert links, f"no link “{words}” on {self.path}:\n{self.text}"
        return await self.open(urljoin(self.path, links[0].get("href")))

    async def press(self, words: str, **typed: Typed) -> "Window":
        """Press the button with these words after filling its form; what is not typed stays as the page had it.

        The page must offer every name that is typed.
        """
        form, button = self._button(words)
        values = filled(form, typed)
        if button.get("name"):
            values[button.get("name")] = [button.get("value") or ""]
        target = urljoin(self.path, button.get("formaction") or form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "get":
            return await self._show(await self.client.get(target, params=values, follow_redirects=True))
        files = {name: (one.name, one.content) for name, one in typed.items() if isinstance(one, File)}
        sent = await self.client.post(target, data=values, files=files or None, headers={"referer": self._address})
        return await self._show(await self._redirected(sent))

    def offers(self, words: str) -> bool:
        """Whether there is such a button."""
        return any(words in words_of(button) for button in self._tree.xpath("//form//button"))

    def value(self, name: str) -> str:
        """What stands in a field."""
        field = self._tree.xpath(f"//*[@name='{name}']")[0]
        return str(field.value or "")

    def chosen(self, name: str) -> set[str]:
        """The marked choices of a question."""
        return {one.get("value") for one in self._tree.xpath(f"//input[@name='{name}'][@checked]")}

    @property
    def _address(self) -> str:
        return str(self.client.base_url.join(self.path))

    def _button(self, words: str) -> tuple[Any, Any]:
        for button in self._tree.xpath("//button[not(@type='button')]"):
            if words in words_of(button):
                form = button.xpath("//form[@id=$id]", id=button.get("form")) or button.xpath("ancestor::form")
                return form[0], button
        raise AssertionError(f"no button “{words}” on {self.path}:\n{self.text}")

    async def _redirected(self, answer: httpx.Response) -> httpx.Response:
        if answer.has_redirect_location:
            return await self.client.get(answer.headers["location"], follow_redirects=True)
        return answer

    async def _show(self, answer: httpx.Response) -> "Window":
        self.page = answer
        self.path = answer.url.raw_path.decode()
        return self


def words_of(element: Any) -> str:
    """The text of an element, without what only scripts and drawings hold."""
    parts = element.xpath(
        ".//text()[not(ancestor::script or ancestor::style or ancestor::template or ancestor::title)]"
    )
    return " ".join("".join(parts).split())


def filled(form: Any, typed: Mapping[str, Typed]) -> dict[str, list[str]]:
    """The form as a browser sends it, with what was typed in place of what stood there."""
    names = {field.get("name") for field in form.xpath(".//*[@name]")} | {
        field.get("name") for field in form.xpath("//*[@form=$id]", id=form.get("id") or "")
    }
    assert set(typed) <= names, f"the form has no {set(typed) - names}, only {names}"
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    texts = {name: value for name, value in typed.items() if not isinstance(value, File)}
    return values | {name: [value] if isinstance(value, str) else list(value) for name, value in texts.items()}
