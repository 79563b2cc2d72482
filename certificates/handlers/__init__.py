"""Certificates over HTTP: the public check, a holder's own, the program office."""

from certificates.handlers import api, batch, office, own, public

ROUTES = [*public.ROUTES, *batch.ROUTES, *api.ROUTES, *own.ROUTES, *office.ROUTES]
