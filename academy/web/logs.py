"""Log lines: one event each with the request id; JSON for machines, plain text for people."""

import logging

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from academy import audit


def _request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if "request_id" not in event and (request_id := audit.request_id.get()):
        event["request_id"] = request_id
    return event


def set_up(*, as_json: bool, level: int = logging.INFO) -> None:
    """Configure structlog and the standard library's loggers alike."""
    renderer: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _request_id,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=renderer, foreign_pre_chain=[*shared, structlog.processors.format_exc_info]
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("fontTools", "weasyprint", "httpx", "uvicorn.access", "piccolo.engine.base"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
