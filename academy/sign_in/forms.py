"""What the sign-in and account pages send."""

from typing import Annotated

import msgspec

from academy.actor import Permission

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class SignInForm(msgspec.Struct, frozen=True):
    """E-mail, password, and the page to return to."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    next: str = ""


class TokenForm(msgspec.Struct, frozen=True):
    """A new key for a program: what it is for and what it may do."""

    name: Short
    scopes: tuple[Permission, ...]
