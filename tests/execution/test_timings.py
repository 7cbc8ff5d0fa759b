import json
import logging
from pathlib import Path

import pytest

from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.timings import Remaining, Timings, longest_first
from ivp_analysis.vocabulary.parameters import Parameters


def run(notebook: str, theme: str = "1.3", village: str = "Hoonhorst") -> Run:
    parameters = Parameters(edition="2022-H2", village=village, theme=theme)
    return Run(notebook, parameters, Path(f"{notebook}.ipynb"), Path(f"{village}/{theme}/{notebook}.ipynb"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "dalfsen" / ".timings.json"


@pytest.fixture
def timings(path: Path) -> Timings:
    """Police takes 2 s for 1.3 and 4 s for 1.4, a map 9 s for 1.3."""
    return Timings(path, {"police": {"1.3": 2.0, "1.4": 4.0}, "map": {"1.3": 9.0}})


def test_what_is_known_best_is_expected(timings: Timings, path: Path) -> None:
    assert timings.expected(run("police", "1.4")) == 4.0
    assert timings.expected(run("police", "5.1")) == 3.0, "the mean of the notebook"
    assert timings.expected(run("chapter")) == 5.0, "the mean of all"
    assert Timings(path).expected(run("police")) == 1.0


def test_what_was_learned_is_there_in_the_next_run_for_every_village(path: Path) -> None:
    timings = Timings.load(path)
    assert not timings
    timings.add(run("police", "1.3", "Hoonhorst"), 2.5)
    timings.add(run("chapter"), 7.0)
    timings.save()
    again = Timings.load(path)
    assert again
    assert again.expected(run("police", "1.3", "Oudleusen")) == 2.5
    assert again.expected(run("chapter", "F1")) == 7.0
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_average_follows_the_machine(timings: Timings) -> None:
    timings.add(run("police"), 12.0)
    assert timings.expected(run("police")) == pytest.approx(5.0)
    for _ in range(20):
        timings.add(run("police"), 12.0)
    assert timings.expected(run("police")) == pytest.approx(12.0, rel=0.01)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"police": 3}', '{"police": {"1.3": -1}}', '{"police": {"1.3": NaN}}', '{"police": {"1.3": "long"}}', "\0"]
)
def test_a_damaged_file_is_told_and_replaced(path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    timings = Timings.load(path)
    assert not timings
    assert "earlier timings are of no use and will be replaced: .timings.json" in caplog.text
    timings.add(run("police"), 3.0)
    timings.save()
    assert Timings.load(path).expected(run("police")) == 3.0


def test_a_first_run_has_no_file_and_nothing_to_say(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Timings.load(path)
    assert not caplog.records


def test_a_full_disk_keeps_the_earlier_timings_and_is_told(
    timings: Timings, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    timings.save()
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    timings.add(run("police"), 99.0)
    timings.save()
    assert path.read_bytes() == before
    assert "No space left on device" in caplog.text
    assert json.loads(before)["police"]["1.4"] == 4.0


def test_the_longest_come_first_and_others_stay_in_order(timings: Timings) -> None:
    runs = [run("police", "1.3"), run("police", "5.1"), run("police", "5.2"), run("police", "1.4"), run("map", "1.3")]
    order = [(item.notebook, item.parameters.theme) for item in longest_first(runs, timings)]
    assert order == [("map", "1.3"), ("police", "1.4"), ("police", "5.1"), ("police", "5.2"), ("police", "1.3")]


# what is left


def themes(count: int) -> list[Run]:
    return [run("police", "1.4", f"village {number}") for number in range(count)]


def test_what_is_left_is_shared_by_the_notebooks_in_flight(timings: Timings) -> None:
    runs = themes(8)
    remaining = Remaining(runs, timings, at_once=2)
    assert remaining.seconds() == pytest.approx(8 * 4.0 / 2)
    for item in runs[:5]:
        remaining.done(item, 4.0, ok=True)
    assert remaining.seconds() == pytest.approx(3 * 4.0 / 2)
    for item in runs[5:]:
        remaining.done(item, 4.0, ok=True)
    assert remaining.seconds() == 0.0


def test_a_slow_machine_is_seen_after_a_few_notebooks(timings: Timings) -> None:
    runs = themes(40)
    remaining = Remaining(runs, timings, at_once=4)
    remaining.done(runs[0], 12.0, ok=True)
    first = remaining.seconds()
    for item in runs[1:10]:
        remaining.done(item, 12.0, ok=True)
    after_ten = remaining.seconds()
    assert first is not None
    assert after_ten is not None
    assert 39 * 4.0 / 4 < first < 39 * 12.0 / 4
    assert after_ten == pytest.approx(30 * 12.0 / 4, rel=0.07)


def test_one_long_notebook_takes_its_time_however_many_run_at_once(timings: Timings) -> None:
    assert Remaining([run("map"), run("police")], timings, at_once=8).seconds() == pytest.approx(9.0)


def test_a_later_stage_comes_on_top(timings: Timings) -> None:
    assert Remaining([*themes(4), run("chapter")], timings, at_once=4).seconds() == pytest.approx(4.0 + 5.0)


def test_without_earlier_timings_nothing_is_said_until_a_notebook_ended(path: Path) -> None:
    runs = themes(5)
    remaining = Remaining(runs, Timings(path), at_once=2)
    assert remaining.seconds() is None
    remaining.done(runs[0], 6.0, ok=True)
    assert remaining.seconds() == pytest.approx(4 * 6.0 / 2)


def test_a_failed_notebook_is_done_and_says_nothing_about_the_pace(timings: Timings) -> None:
    runs = themes(5)
    remaining = Remaining(runs, timings, at_once=1)
    remaining.done(runs[0], 300.0, ok=False)
    assert remaining.seconds() == pytest.approx(4 * 4.0)


def test_nothing_to_run_takes_no_time(timings: Timings, path: Path) -> None:
    assert not Remaining([], timings, at_once=2).seconds()
    assert not Remaining([], Timings(path), at_once=2).seconds()
