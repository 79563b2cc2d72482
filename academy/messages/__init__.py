"""Mail that leaves the academy: a row first, sent by a job, with its state and its reason where people can see them.

An area writes its letter as a text file in its own folder `letters/` and calls `post(compose(...), to=...)` in the
transaction that gives the reason; nothing is sent if that does not commit.
"""

from academy.messages.composing import Letter, compose
from academy.messages.posting import About, post

__all__ = ["About", "Letter", "compose", "post"]
