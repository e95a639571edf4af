"""A real browser on the site: Debian's chromium, headless, by its path; skipped with a reason where there is none."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.catalogue.making import build_site, shared_releases

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSIDE = ("data:", "blob:")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class Site:
    """The site in a browser, and what went wrong on its pages."""

    folder: Path
    address: str
    browser: Browser
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str, address: str | None = None, **context: Any) -> Page:
        """A page in a context of its own; what it says on the console or fetches from elsewhere is noted."""
        base = self.address if address is None else address
        page = self.browser.new_context(**context).new_page()
        page.on("console", lambda message: self.wrong.append(f"{path}: {message.text}"))
        page.on("pageerror", lambda error: self.wrong.append(f"{path}: {error}"))
        page.on("response", lambda answer: self._note(path, answer.url, answer.status < 400))
        page.on("request", lambda request: self._note(path, request.url, request.url.startswith((base, *INSIDE))))
        page.goto(base + path)
        return page

    def _note(self, path: str, url: str, fine: bool) -> None:
        if not fine:
            self.wrong.append(f"{path} asks for {url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium (or set CHROMIUM to its path), then run again")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site on disk; made only where there is a browser to look at it."""
    root = tmp_path_factory.mktemp("browser") / "catalogue"
    build_site(shared_releases(tmp_path_factory), root)
    return root


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def site(folder: Path, address: str, chromium: Browser) -> Iterator[Site]:
    """The site; a test fails when a page it opened complained or went elsewhere."""
    opened = Site(folder, address, chromium)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.wrong == []
