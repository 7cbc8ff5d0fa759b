from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import PROJECT
from ivp_analysis.settings import Settings, load_settings


def test_the_home_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    paths = load_settings().paths
    assert paths.raw("dalfsen") == tmp_path / "data" / "raw" / "dalfsen"
    assert paths.notebooks.joinpath("police.ipynb").exists()


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_JOBS", "veel")
    with pytest.raises(ConfigurationError, match="IVP_JOBS"):
        load_settings()


def test_every_setting_is_explained_with_its_default() -> None:
    lines = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| `IVP_")]
    explained = {name.strip(" `"): default.strip(" `") for _, name, default, *_ in rows}
    defaults = {f"IVP_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    shown = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in defaults.items()}
    assert explained == shown | {"IVP_HOME": "the checkout"}
