import pytest

from ivp_analysis.errors import ParameterError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.parameters import Parameters


def test_every_parameter_has_a_default_that_exists() -> None:
    municipality, kernbeleid = Parameters().resolve(Paths())
    assert municipality.name == "Dalfsen"
    assert Parameters().theme in kernbeleid.themes


@pytest.mark.parametrize(("given", "theme"), [(1.3, "1.3"), (5.5, "5.5"), ("F1", "F1"), ("1.3", "1.3")])
def test_a_theme_that_papermill_made_a_number_is_a_theme(given: object, theme: str) -> None:
    assert Parameters.check({"theme": given}).theme == theme


@pytest.mark.parametrize(
    ("given", "years"), [("2017-2019", (2017, 2018, 2019)), (2019, (2019,)), ("2018", (2018,)), ("2017–2018", (2017, 2018))]
)
def test_a_baseline_is_a_range_of_years(given: object, years: tuple[int, ...]) -> None:
    assert Parameters.check({"baseline": given}).baseline_years == years


def test_an_empty_baseline_leaves_the_choice_to_the_edition() -> None:
    assert (Parameters().baseline, Parameters.check({"baseline": " "}).baseline_years) == ("", ())


@pytest.mark.parametrize("given", ["2019-2017", "17-19", True, "altijd"])
def test_an_impossible_baseline_is_refused(given: object) -> None:
    with pytest.raises(ParameterError, match="baseline"):
        Parameters.check({"baseline": given})


def test_a_mistyped_name_names_the_nearest_parameter() -> None:
    with pytest.raises(ParameterError, match=r"no parameter 'vilage'.*did you mean 'village'"):
        Parameters.check({"vilage": "Hoonhorst"})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"village": "Nieuwleuzen"}, "no village 'Nieuwleuzen'.*did you mean 'Nieuwleusen'"),
        ({"village": 3}, "no village '3'"),
        ({"theme": 13}, "no theme '13'"),
        ({"theme": "1.33"}, "no theme '1.33'.*did you mean '1.3'"),
        ({"municipality": "dalfzen"}, "no municipality 'dalfzen'.*did you mean 'dalfsen'"),
        ({"reference": "Vechtdal"}, "no reference area 'Vechtdal'.*did you mean 'basisteam Vechtdal'"),
    ],
)
def test_a_value_that_does_not_exist_names_the_nearest_one(values: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        Parameters.check(values).resolve(Paths())


@pytest.mark.parametrize("values", [{"edition": "2022"}, {"edition": "2022-H3"}, {"audience": "press"}, {"audience": 3}])
def test_a_value_of_the_wrong_form_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        Parameters.check(values)


def test_a_municipality_cannot_leave_its_folder() -> None:
    with pytest.raises(ParameterError, match="no municipality"):
        Parameters.check({"municipality": "../../etc/passwd"}).resolve(Paths())


NOTEBOOK = '# Parameters\nmunicipality = "dalfsen"\nvillage = "gemeente"\ntheme = "1.3"'


def test_parameters_come_from_the_cells_that_assign_them() -> None:
    cells = ["", NOTEBOOK, '# Parameters\nvillage = "Hoonhorst"\ntheme = 1.1', "parameters = Parameters.from_notebook(globals())"]
    namespace = {"In": cells, "municipality": "dalfsen", "village": "Hoonhorst", "theme": 1.1, "pandas": object()}
    found = Parameters.from_notebook(namespace)
    assert (found.village, found.theme) == ("Hoonhorst", "1.1")


def test_a_stray_variable_of_papermill_is_an_error() -> None:
    namespace = {"In": ["", NOTEBOOK, '# Parameters\nvilage = "Hoonhorst"'], "village": "gemeente", "theme": "1.3", "vilage": "Hoonhorst"}
    with pytest.raises(ParameterError, match="vilage"):
        Parameters.from_notebook(namespace)


def test_a_stray_variable_without_a_literal_value_is_an_error_too() -> None:
    namespace = {"In": ["", NOTEBOOK, "# Parameters\nvilage = float('nan')"], "village": "gemeente", "vilage": float("nan")}
    with pytest.raises(ParameterError, match="vilage"):
        Parameters.from_notebook(namespace)


def test_other_variables_of_an_analyst_are_no_parameters() -> None:
    cells = ["", NOTEBOOK, "n = 3", "frame = load()\nlimit = 5"]
    namespace = {"In": cells, "village": "gemeente", "theme": "1.3", "municipality": "dalfsen", "n": 3, "limit": 5}
    assert Parameters.from_notebook(namespace).village == "gemeente"
