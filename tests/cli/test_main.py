import pytest
from commands import ivp


def test_a_mistyped_municipality_is_one_line_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("process", "dalfzen") == 1
    error = capsys.readouterr().err
    assert error.startswith("error: there is no municipality 'dalfzen'")
    assert "Traceback" not in error


def test_ctrl_c_ends_the_command_with_one_line_and_its_own_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ivp_analysis.cli.run.make_batch", stop)
    assert ivp("plan", "dalfsen") == 130
    assert capsys.readouterr().err == "stopped; what was finished is kept\n"
