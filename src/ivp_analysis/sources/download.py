"""Asks a public service for pages of JSON: slowly, patiently, and suspicious of what it gets."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import stamina

from ivp_analysis.errors import ConfigurationError, DownloadError
from ivp_analysis.settings import Settings
from ivp_analysis.sources.json_pages import PageError, next_link, parsed
from ivp_analysis.sources.limits import LARGEST_PAGE

_BUSY = (408, 425, 429)
_LONGEST_WAIT = 60.0

# stamina reports each retry to the log; the user hears of it through the progress instead
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class DownloadedPage:
    """A page as received, and where the next one is (empty at the last)."""

    body: bytes
    content: Mapping[str, Any]
    next_url: str


class _UnusableError(Exception):
    """An answer that may be better when asked again."""


class Downloader:
    """Gets pages of one service; a context manager.

    Parameters
    ----------
    setting : str
        The field of the settings with the address of the service, such as "police_url".
    settings : Settings
        Address, time-out, number of attempts and pause. Waits after a failure start at four pauses and double.
    on_retry : callable
        Is told the table, and why a request for it is tried again.
    """

    def __init__(self, setting: str, settings: Settings, on_retry: Callable[[str, str], None]) -> None:
        self._variable = f"IVP_{setting.upper()}"
        self.address: str = getattr(settings, setting).rstrip("/")
        try:
            base = httpx.URL(self.address)
        except httpx.InvalidURL:
            base = httpx.URL("")
        if base.scheme not in ("http", "https") or not base.host:
            raise ConfigurationError(f"the setting {self._variable} is no address", {"value": self.address}, "Write https://…, or unset it")
        self._base = base
        self._settings = settings
        self._on_retry = on_retry
        self._asked = False
        headers = {"Accept": "application/json", "User-Agent": "ivp-analysis"}
        self._client = httpx.Client(timeout=settings.download_timeout, follow_redirects=True, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def page(self, url: str, table: str, records: str, *, may_miss: bool = False) -> DownloadedPage | None:
        """Get one page.

        Parameters
        ----------
        url : str
            Its address.
        table : str
            What it is a page of, for errors.
        records : str
            The key that its records stand under: "value" or "features".
        may_miss : bool
            Whether the service may say that there is no such thing (404).

        Returns
        -------
        DownloadedPage or None
            The page; None for a 404 that may be.

        Raises
        ------
        DownloadError
            When the service refuses, or gives no usable answer in all attempts.
        """
        pause = self._settings.download_pause
        attempts = stamina.retry_context(
            on=_UnusableError,
            attempts=self._settings.download_attempts,
            timeout=None,
            wait_initial=4 * pause,
            wait_max=_LONGEST_WAIT,
            wait_jitter=pause,
        )
        reason = ""
        try:
            for attempt in attempts:
                if reason:
                    self._on_retry(table, f"{reason}; attempt {attempt.num}")
                with attempt:
                    try:
                        return self._ask(url, table, records, may_miss=may_miss)
                    except _UnusableError as problem:
                        reason = str(problem)
                        raise
        except _UnusableError as problem:
            reason = str(problem)
        what = f"the service gave no usable answer in {self._settings.download_attempts} attempts: {reason}"
        action = f"Check the connection and {self._variable}; the next ivp fetch goes on where this one stopped"
        raise DownloadError(what, self._where(table), action)

    def _ask(self, url: str, table: str, records: str, *, may_miss: bool) -> DownloadedPage | None:
        if self._asked:
            time.sleep(self._settings.download_pause)
        self._asked = True
        try:
            # httpx refuses a body that is shorter than its Content-Length
            with self._client.stream("GET", url) as response:
                body = b"".join(self._pieces(response, table))
        except httpx.RequestError as problem:
            raise _UnusableError(type(problem).__name__) from None
        status = response.status_code
        if status == httpx.codes.NOT_FOUND and may_miss:
            return None
        if status >= 500 or status in _BUSY:
            raise _UnusableError(f"status {status}")
        if status != httpx.codes.OK:
            action = f"Check {self._variable}; the service may have changed, then report it"
            raise DownloadError(f"the service refused a request with status {status}", self._where(table), action)
        return self._judged(body, table, records, url)

    def _pieces(self, response: httpx.Response, table: str) -> Iterator[bytes]:
        size = 0
        for piece in response.iter_bytes():
            size += len(piece)
            if size > LARGEST_PAGE:
                action = f"Check {self._variable}; the service may have changed, then report it"
                raise DownloadError(f"the service sends a page of more than {LARGEST_PAGE:,} bytes", self._where(table), action)
            yield piece

    def _judged(self, body: bytes, table: str, records: str, asked: str) -> DownloadedPage:
        try:
            content = parsed(body)
        except PageError:
            raise _UnusableError("an answer that is no JSON") from None
        if not isinstance(content, dict) or not isinstance(content.get(records), list):
            raise _UnusableError(f"an answer without '{records}'")
        return DownloadedPage(body, content, self._onward(next_link(content), table, asked))

    def _onward(self, link: str, table: str, asked: str) -> str:
        if not link:
            return ""
        try:
            url = httpx.URL(asked).join(link)
        except (httpx.InvalidURL, UnicodeError):
            raise _UnusableError("a next page at what is no address") from None
        if (url.host, url.port) != (self._base.host, self._base.port):
            raise DownloadError("the service sends us to another one for its next page", self._where(table), f"Check {self._variable}")
        # a service behind a proxy may write http:// where it is asked by https://
        return str(url.copy_with(scheme=self._base.scheme))

    def _where(self, table: str) -> dict[str, object]:
        return {"table": table, "setting": self._variable, "address": self.address}
