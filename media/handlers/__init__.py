"""Recordings over HTTP."""

from media.handlers import captions, library

ROUTES = [*library.ROUTES, *captions.ROUTES]
