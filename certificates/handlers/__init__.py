"""Certificates over HTTP: the public check, a holder's own, the program office."""

from certificates.handlers import office, own, public

ROUTES = [*public.ROUTES, *own.ROUTES, *office.ROUTES]
