from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.settings import load_settings


def test_the_home_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    paths = load_settings().paths
    assert paths.raw("dalfsen") == tmp_path / "data" / "raw" / "dalfsen"
    assert paths.notebooks.joinpath("police.ipynb").exists()


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_JOBS", "veel")
    with pytest.raises(ConfigurationError, match="IVP_JOBS"):
        load_settings()
