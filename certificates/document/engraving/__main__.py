"""`python -m certificates.document.engraving FONTS FOLDER`: cut the plates of standard-1 into a design folder."""

import sys
from pathlib import Path

from certificates.document.drawing import to_svg
from certificates.document.engraving.standard_1 import plates

fonts, folder = map(Path, sys.argv[1:])
for name, drawing in plates(fonts).items():
    (folder / f"{name}.svg").write_text(to_svg(drawing), "utf-8")
