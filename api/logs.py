"""Logs: one line for each thing that happened, for people at a terminal and as JSON elsewhere.

A line names a thing by its kind and its place in the program, never by a value: profiles can
endanger people. What libraries say comes in the same form; of their errors, too, only the kind and
the way to it.
"""

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

OURS = "remanso"
LEVELS = ("debug", "info", "warning", "error")


def configure_logs(level: str, out: TextIO | None = None) -> None:
    """Write lines from that level on to a stream, by default to standard error."""
    stream = out or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    shown: Processor = (
        structlog.dev.ConsoleRenderer(colors=True)
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    chosen = logging.getLevelName(level.upper())
    logging.getLogger(OURS).setLevel(chosen)
    root.setLevel(max(logging.WARNING, chosen))  # below, libraries tell of addresses and queries
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)


def without_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of an error its kind and the way to it: its words may repeat what a caller confided."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["kind"] = type(error).__name__
        event["trace"] = "".join(traceback.format_tb(error.__traceback__))
    return event
