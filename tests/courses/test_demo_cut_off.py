"""Half a demo is put aside and loses nothing; a whole one, or one elsewhere, is left alone."""

from pathlib import Path

import pytest

from courses.demo import cut_off


def files(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def half_made(data: Path, url: str) -> None:
    with pytest.raises(KeyboardInterrupt), cut_off.making(data, url):
        for name in ("secret", "academy.sqlite", "media/film.mp4"):
            (data / name).parent.mkdir(exist_ok=True)
            (data / name).write_text("half")
        raise KeyboardInterrupt


def test_half_a_demo_is_put_aside_and_what_links_rest_on_stays(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'academy.sqlite'}"
    assert not cut_off.put_aside(tmp_path, url)
    for _ in range(2):  # the second time the older half makes room
        half_made(tmp_path, url)
        assert cut_off.put_aside(tmp_path, url)
        assert files(tmp_path) == {
            "secret", "cut-off/academy.sqlite", "cut-off/media/film.mp4", f"cut-off/{cut_off.MARK}"
        }  # fmt: skip
    assert not cut_off.put_aside(tmp_path, url)


def test_a_whole_demo_and_another_database_are_left_alone(tmp_path: Path) -> None:
    here, elsewhere = f"sqlite:///{tmp_path / 'academy.sqlite'}", "postgresql://host/academy"
    with cut_off.making(tmp_path, here):
        pass
    assert not cut_off.put_aside(tmp_path, here)
    half_made(tmp_path, elsewhere)
    assert not cut_off.put_aside(tmp_path, here)
    with pytest.raises(cut_off.HalfMade, match="Name an empty database"):
        cut_off.put_aside(tmp_path, elsewhere)
    assert "academy.sqlite" in files(tmp_path)
