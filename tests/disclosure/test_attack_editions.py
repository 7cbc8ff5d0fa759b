"""The attack on the sample edition as it is published, and on real open data as if nobody had published them."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from commands import ivp
from disclosure.attacker import Attacker, Limits, Name, Sum, read
from disclosure.matrices import Generated
from disclosure.open_data import as_if_not_public
from disclosure.published import each_by_itself, limits, publish, small
from test_real_input import EDITION as REAL
from test_real_input import stand_in

from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import read_notes, read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

CLASS, OFFENCE = "police-class", "police-offence"
SENSITIVE = "Gevoelige"
REST: Limits = (0, np.inf)


class Edition:
    """What somebody reads in the table `protection`, and the sums that somebody who knows the field sees in it.

    Deliveries and open data do not always agree. Which of the sums hold is told by the true counts: nobody can do better than that.
    """

    def __init__(self, rows: pd.DataFrame, kernbeleid: Kernbeleid, estimates: pd.DataFrame) -> None:
        names = zip(estimates["village"], estimates["indicator"], estimates["period"], strict=True)
        self._true: dict[Name, int] = dict(zip(names, estimates["count"].tolist(), strict=True))
        inside = rows[rows["role"].isin(["village", "unknown", "municipality"])]
        own = inside[inside["classification"] == CLASS]
        keys = zip(own["village"], own["indicator"], own["period"], strict=True)
        self.limits: dict[Name, Limits] = {
            key: REST if rule.startswith(SENSITIVE) else read(text, rule)
            for key, text, rule in zip(keys, own["shown"], own["rule"], strict=True)
        }
        self.sums: list[Sum] = []
        for name in list(self.limits):
            village, indicator, period = name
            if village == "gemeente":
                self._add(name, [one for one in self.limits if one[1:] == name[1:] and one[0] != "gemeente"])
            if len(period) == 9 and period[4] == "-":
                years = range(int(period[:4]), int(period[5:]) + 1)
                self._add(name, [(village, indicator, str(year)) for year in years])
        codes = inside[(inside["classification"] == OFFENCE) & inside["shown"].str.isdigit()]
        of_code: dict[str, list[str]] = {}
        for _, item in kernbeleid.indicators.values():
            found = {kernbeleid.offence_of_class.get(klasse, "") for klasse in item.classes}
            for code in found if len(found) == 1 else ():
                of_code.setdefault(code, []).append(item.key)
        for village, code, period, text in zip(codes["village"], codes["indicator"], codes["period"], codes["shown"], strict=True):
            parts = [(village, key, period) for key in of_code.get(code, []) if (village, key, period) in self.limits]
            left = int(text) - sum(self._true[part] for part in parts)
            if parts and left >= 0:
                self._true["rest", village, code, period] = left
                self.limits[village, code, period] = (int(text), int(text))
                self.limits["rest", village, code, period] = REST
                self._add((village, code, period), [*parts, ("rest", village, code, period)])

    def _add(self, total: Name, parts: list[Name]) -> None:
        if all(part in self.limits for part in parts) and self._true[total] == sum(self._true[part] for part in parts):
            self.sums.append(Sum(total, list(parts)))


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_in_the_sample_no_small_count_of_a_klasse_can_be_narrowed(sample_home: Path, kernbeleid: Kernbeleid, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    protection, estimates = (read_table(folder, f"{edition}/{name}") for name in ("protection", "estimates"))
    seen = Edition(protection, kernbeleid, estimates)
    rows = estimates[(estimates["classification"] == CLASS) & estimates["count"].between(1, 4)]
    secret = [key for key in zip(rows["village"], rows["indicator"], rows["period"], strict=True) if key in seen.limits]
    assert len(secret) > 200
    assert len(seen.sums) > 200
    # a year of open data with less than 4 leaves less
    known = {name: pair if len(name) == 3 and pair[0] == pair[1] and name[1][0].isdigit() else REST for name, pair in seen.limits.items()}
    before = Attacker(known, seen.sums)
    found = Attacker(seen.limits, seen.sums).narrowed(small(Generated(), secret), whole=False)
    possible = {name: before.range(name) for name in found}
    assert {name for name in found if found[name][0] > max(1, possible[name][0]) or found[name][1] < min(4, possible[name][1])} == set()


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_protecting_the_sample_costs_little(sample_home: Path, edition: str) -> None:
    loss = read_notes(Paths(sample_home).processed("dalfsen"))["editions"][edition]["publication"]["loss"]
    assert loss["small"] > 400
    assert loss["zeros"] + loss["widened"] <= 1.5 * loss["small"]
    assert loss["hidden"] <= 0.05 * loss["guarded"]
    assert loss["largest_shift"] <= 7


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Estimates from open data as the public services serve them."""
    server = stand_in(shared).serve(0, shared / "real" / "open-data", set())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    home = tmp_path_factory.mktemp("real")
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"HOME": str(home), "POLICE_URL": address, "BOUNDARIES_URL": address, "DOWNLOAD_PAUSE": "0"}.items():
            patch.setenv(f"IVP_{name}", value)
        assert ivp("fetch", "dalfsen") == 0
        server.shutdown()
        server.server_close()
        thread.join()
        assert ivp("process", "dalfsen") == 0
    return read_table(Paths(home).processed("dalfsen"), f"{REAL}/estimates")


@pytest.mark.slow
def test_real_open_data_would_be_protected_if_they_were_not_public(real: pd.DataFrame) -> None:
    made = as_if_not_public(real, 5)
    assert len(made.small) > 100
    told, _ = publish(made)
    assert Attacker(limits(told), made.sums).narrowed(small(made), whole=False) == {}
    assert Attacker(limits(each_by_itself(made)), made.sums).narrowed(small(made), whole=False)
