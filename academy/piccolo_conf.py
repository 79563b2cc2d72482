"""What Piccolo looks for: the engine of the moment, and the floors' apps. Both are looked up when asked for."""

from piccolo.conf.apps import AppRegistry

from academy.db import engine

FLOORS = ("academy", "media", "courses", "certificates")
"""Lowest first; migrations run in this order."""


def __getattr__(name: str) -> object:
    if name == "DB":
        return engine.current()
    if name == "APP_REGISTRY":
        return AppRegistry(apps=[f"{floor}.piccolo_app" for floor in FLOORS])
    raise AttributeError(name)
