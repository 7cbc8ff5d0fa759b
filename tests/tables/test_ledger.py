import json
import math

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.tables.ledger import Ledger


def test_rows_read_are_accepted_quarantined_or_left_out() -> None:
    account = Ledger("delivery")
    account.read("a.csv", 4)
    account.accept("a.csv", 2)
    account.leave_out("a.csv", 1, "total line")
    account.quarantine("a.csv", 7, "no date", "Mend the date", {"Datum": "gisteren", "Aantal": math.nan})
    ledger, quarantine = account.close()
    assert ledger.groupby("outcome")["rows"].sum().to_dict() == {"read": 4, "accepted": 2, "left out": 1, "quarantined": 1}
    assert json.loads(quarantine["content"].iloc[0]) == {"Datum": "gisteren", "Aantal": ""}


def test_a_lost_row_is_an_error() -> None:
    account = Ledger("delivery")
    account.read("a.csv", 3)
    account.accept("a.csv", 2)
    with pytest.raises(DeliveryError, match="3 rows were read and 2 accounted for"):
        account.close()


def test_files_are_accounted_for_apart() -> None:
    account = Ledger("delivery")
    for file, rows in (("a.csv", 3), ("b.csv", 1)):
        account.read(file, rows)
    account.accept("a.csv", 4)
    with pytest.raises(DeliveryError, match=r"a\.csv"):
        account.close()


def test_an_empty_account_closes() -> None:
    ledger, quarantine = Ledger("delivery").close()
    assert len(ledger) == len(quarantine) == 0
