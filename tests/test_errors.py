import pickle

from ivp_analysis.errors import DeliveryError, IvpError, nearest


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = DeliveryError("a column is missing", {"file": "a.csv", "row": 3}, "Add it")
    assert str(error) == "a column is missing (file a.csv, row 3). Add it"


def test_errors_survive_a_process_boundary() -> None:
    error = DeliveryError("a column is missing", {"file": "a.csv"}, "Add it")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert isinstance(copy, DeliveryError)
    assert (copy.what, copy.where, copy.action) == (error.what, error.where, error.action)


def test_all_errors_share_one_root() -> None:
    assert all(issubclass(kind, IvpError) for kind in IvpError.__subclasses__())
    assert len(IvpError.__subclasses__()) > 5


def test_the_nearest_value_is_named_and_all_valid_ones_are_listed() -> None:
    assert nearest("hoonhost", ["Dalfsen", "Hoonhorst"]) == "did you mean 'Hoonhorst'? valid are: Dalfsen, Hoonhorst"
    assert nearest("xyz", ["Dalfsen"]) == "valid are: Dalfsen"
