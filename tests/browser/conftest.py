"""A server on loopback and a real browser, for journeys through the page as a person makes them."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

import clonus
from clonus.adapters.web.app import application
from clonus.adapters.web.site import Site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 360, "height": 740}
Open = Callable[..., Page]


def chromium() -> Path:
    """The browser, or a skip that says that it is lacking."""
    found = shutil.which("chromium")
    if found:
        return Path(found)
    sentence = "chromium is not installed: Debian's package of that name brings it"
    if os.environ.get("CLONUS_REQUIRE_ALL"):
        pytest.fail(f"{sentence}, and CLONUS_REQUIRE_ALL is set")
    pytest.skip(sentence)


def complains(message: ConsoleMessage) -> bool:
    """Whether the browser complains of something; that a page is not there is what it should say of `/nowhere`."""
    return message.type in ("error", "warning") and not message.location["url"].endswith("/nowhere")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the page is served."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    config = uvicorn.Config(application(Site(clonus.open_catalogue())), log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the product in a context of its own; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", **settings: object) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "base_url": address, **settings})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if complains(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith((address, "blob:")) else None)
        page.goto(path)
        return page

    open_page.complaints = complaints  # type: ignore[attr-defined]
    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
