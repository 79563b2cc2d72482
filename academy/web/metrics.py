"""Counts and durations for Prometheus at /metrics; scraped with an administrator's key."""

from litestar.middleware import DefineMiddleware
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

from academy.actor import Permission
from academy.web.guards import needs


class Metrics(PrometheusController):
    """What the process has counted so far."""

    path = "/metrics"
    include_in_schema = False
    guards = needs(Permission.ADMINISTER)["guards"]
    opt = needs(Permission.ADMINISTER)["opt"]


def counting() -> DefineMiddleware:
    """The middleware that counts; paths are grouped by route, so that a code in an address makes no series."""
    config = PrometheusConfig(app_name="academy", prefix="academy", group_path=True, exclude=["^/static", "^/metrics"])
    return config.middleware
