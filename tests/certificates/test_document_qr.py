"""The QR symbol is read from the finished page: on screens, from paper, and from a bad copy of it."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from certificates.document import render
from tests.certificates.certificate_cast import CASTANEDA


@pytest.fixture(scope="module")
def paper(fonts: Path) -> bytes:
    return render(CASTANEDA, fonts)


def seen(paper: bytes, dpi: int) -> Image.Image:
    return pypdfium2.PdfDocument(paper)[0].render(scale=dpi / 72, grayscale=True).to_pil()


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.mark.parametrize("dpi", [72, 100, 150, 300])
def test_read_at_any_resolution(dpi: int, paper: bytes) -> None:
    assert read(seen(paper, dpi)) == ["HTTPS://ACADEMY.EXAMPLE/V/V799-BEW8-9T9A-W0P0-7Q"]


@pytest.mark.parametrize("tilt", [-11.0, 2.5, 94.0])
def test_read_from_a_blurred_tilted_photocopy(tilt: float, paper: bytes) -> None:
    sheet = seen(paper, 150).rotate(tilt, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    copied = sheet.filter(ImageFilter.GaussianBlur(1.3)).point(lambda shade: min(255, 60 + shade * 3 // 4))
    again = copied.resize((copied.width * 4 // 5, copied.height * 4 // 5)).filter(ImageFilter.GaussianBlur(0.8))
    assert read(again) == ["HTTPS://ACADEMY.EXAMPLE/V/V799-BEW8-9T9A-W0P0-7Q"]
