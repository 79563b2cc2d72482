"""The empty field that a signature fills later, made with the page so that signing adds nothing that has no tag.

Loaded with the typesetter. PDF/UA-1 wants the widget inside a Form element and described by /TU.
"""

from typing import Any

import pydyf

FIELD = "Signature"
DESCRIPTION = "Digital signature of PSP Academy"
_PRINTED_AND_LOCKED = 132
"""Flags of the annotation; its rectangle is empty, so that nothing shows on the page."""


def add_signature_field(_: object, pdf: Any) -> None:
    """A finisher of WeasyPrint: one invisible signature field on the first page, last in the order of reading."""
    objects = {item.reference: item for item in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    numbers = objects[root["ParentTree"]]["Nums"]
    document = objects[root["K"][0]]
    page = objects[pdf.page_references[0]]
    widget = _widget(page.reference, parent=len(numbers) // 2)
    pdf.add_object(widget)
    element = _form_element(document.reference, page.reference, widget.reference)
    pdf.add_object(element)
    document["K"].append(element.reference)
    numbers.extend((widget["StructParent"], element.reference))
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference])})


def _widget(page: bytes, *, parent: int) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String(DESCRIPTION),
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "F": _PRINTED_AND_LOCKED,
            "P": page,
            "StructParent": parent,
        }
    )


def _form_element(document: bytes, page: bytes, widget: bytes) -> pydyf.Dictionary:
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget, "Pg": page})
    return pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/Form", "P": document, "Pg": page, "K": pydyf.Array([reference])}
    )
