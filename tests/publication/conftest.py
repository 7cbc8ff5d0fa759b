"""Browser tests that cannot run are listed one by one: pytest -ra folds skips of one reason into a line without names."""

import browser
import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests by name where there is no browser."""
    wanted = [item for item in items if item.get_closest_marker("browser")]
    if wanted and browser.find() is None:
        for item in wanted:
            item.add_marker(pytest.mark.skip(reason=f"{item.name}: no Chromium can be had here; python tools/browser.py says why"))
