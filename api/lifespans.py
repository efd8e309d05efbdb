"""What begins when the application starts, and ends when it stops."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.concurrency import sync_to_thread
from sqlalchemy import Engine

from api.access.gatekeeper import Gatekeeper
from api.edition import Current
from api.observing import Observer
from api.service import Service
from api.settings import Settings

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]

_MINUTE = 60.0  # seconds between two notes of when keys were used
_OTHER_THREADS = 16  # for handlers that do not evaluate


def closing(database: Engine) -> Lifespan:
    """Close what this application opened, after all that writes; whoever gave it closes theirs."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        database.dispose()

    return lifespan


def keeping(gatekeeper: Gatekeeper) -> Lifespan:
    """Know the keys, and write down when they are used."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        gatekeeper.start()
        noting = asyncio.create_task(_note_uses(gatekeeper))
        yield
        noting.cancel()
        await sync_to_thread(gatekeeper.close)

    return lifespan


async def _note_uses(gatekeeper: Gatekeeper) -> None:
    """Write down once a minute which keys are used; no request waits for it."""
    while True:
        await asyncio.sleep(_MINUTE)
        await sync_to_thread(gatekeeper.write_uses)


def working(service: Service, current: Current, settings: Settings, observer: Observer) -> Lifespan:
    """Evaluate and work on batches, ready at once if so chosen; traces end with it."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        evaluators = service.evaluators
        # A handler that waits for an evaluator holds a thread; others must find one all the same.
        threads = evaluators.at_once + settings.waiting + _OTHER_THREADS
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads, "handler"))
        evaluators.open()
        service.runner.start()
        warming = None
        if settings.warm:
            warming = asyncio.create_task(evaluators.warm(current.edition.knowledge))
        yield
        if warming is not None:
            warming.cancel()
        await sync_to_thread(service.runner.stop)
        observer.tracing.close()

    return lifespan
