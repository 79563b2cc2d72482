"""The only importer of pydyf: drawings as pieces of PDF, made once and placed in every certificate."""

import zlib
from typing import Any

import pydyf

from certificates.document.drawing import Drawing, to_operators
from certificates.document.picture import Picture


class RecordedArt:
    """A drawing that WeasyPrint takes for an image and that is already PDF: made once, placed in every document.

    WeasyPrint asks images for exactly these three methods. That is its inside, hence the pinned version; a test
    compares what comes out.
    """

    def __init__(self, name: str, drawing: Drawing) -> None:
        self.id = name
        self._drawing = drawing
        # Deflating the frame takes longer than laying out the page, so it is done here, once.
        self._deflated = zlib.compress(to_operators(drawing), 9)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width and height in CSS pixels, and their ratio."""
        width, height = self._drawing.width, self._drawing.height
        return width / 0.75, height / 0.75, width / height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Place the art, one unit square turned upright, in a box of that size."""
        name = stream.add_image(self, True, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, _interpolate: object, _dpi_ratio: object) -> pydyf.Stream:
        """The art as a form, scaled to the unit square."""
        width, height = self._drawing.width, self._drawing.height
        form = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, width, height]),
            "Matrix": pydyf.Array([1 / width, 0, 0, -1 / height, 0, 1]),
            "Resources": pydyf.Dictionary(),
            "Filter": "/FlateDecode",
        }
        return pydyf.Stream([self._deflated], pydyf.Dictionary(form))


class RecordedPicture(RecordedArt):
    """A picture of dots in the same manner: an image without transparency, as archives want it."""

    def __init__(self, name: str, picture: Picture) -> None:
        self.id = name
        self._side, self._deflated = picture.side, picture.dots

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """As large as it has dots, and square."""
        return self._side, self._side, 1

    def get_x_object(self, _interpolate: object, _dpi_ratio: object) -> pydyf.Stream:
        """The dots, in the unit square by nature."""
        image = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self._side,
            "Height": self._side,
            "ColorSpace": "/DeviceRGB",
            "BitsPerComponent": 8,
            "Filter": "/FlateDecode",
        }
        return pydyf.Stream([self._deflated], pydyf.Dictionary(image))
