"""All questions of the sample surveys; here those of fields 2 to 5 of the Kernbeleid and of digital safety."""

from __future__ import annotations

from ivp_analysis.sample.survey_form import AGREE, FIVE_SAFE, GOOD, HOW_OFTEN, MARK, TIMES, YES_NO, Ask
from ivp_analysis.sample.survey_living import CRIME, FEELINGS, PHYSICAL, SOCIAL

_CENTRES = {"Dalfsen": 0.15, "Nieuwleusen": 0.1, "Hoonhorst": -0.35, "Oudleusen": -0.3}
_ROADS = {"Oudleusen": 0.3, "Hoonhorst": 0.1, "Nieuwleusen": 0.05, "Dalfsen": -0.05}
_PARENTS = (-0.1, 0.2, 0.05, -0.1, -0.15)

OUTSIDE_HOME = (
    Ask("overlast-uitgaan", "2.3", "Hoe vaak heeft u overlast van cafés of van mensen die uitgaan?", "Overlast van uitgaan", HOW_OFTEN,
        {2017: (0.01, 0.07), 2022: (0.01, 0.06)}, (1, 2), "heeft vaak of soms overlast van uitgaan", beside="M061", villages=_CENTRES),
    Ask("overlast-evenementen", "2.4", "Hoe vaak heeft u overlast van evenementen?", "Overlast van evenementen", HOW_OFTEN,
        {2017: (0.02, 0.10), 2022: (0.01, 0.09)}, (1, 2), "heeft vaak of soms overlast van evenementen", beside="M062",
        villages=_CENTRES),
    Ask("overlast-jongeren", "3.1", "Hoe vaak heeft u in uw buurt overlast van groepen jongeren?", "Overlast van jongeren", HOW_OFTEN,
        {2017: (0.04, 0.20), 2022: (0.05, 0.22)}, (1, 2), "heeft vaak of soms overlast van jongeren", beside="E35", pull=0.65,
        villages={**_CENTRES, "Lemelerveld": 0.1}, ages=(-0.2, 0.0, 0.05, 0.05, 0.0)),
    Ask("drank-jongeren", "3.3", "Hoe vaak ziet u in uw buurt dat jongeren onder de 18 jaar alcohol drinken?",
        "Jongeren die alcohol drinken", HOW_OFTEN, {2017: (0.04, 0.18), 2022: (0.04, 0.16)}, (1, 2),
        "ziet vaak of soms dat jongeren onder de 18 jaar alcohol drinken", ages=(0.3, 0.1, 0.0, -0.1, -0.3), skipped=0.06),
    Ask("drugs-jongeren", "3.3", "Hoe vaak ziet u in uw buurt dat jongeren drugs of lachgas gebruiken?", "Jongeren die drugs gebruiken",
        HOW_OFTEN, {2022: (0.02, 0.11)}, (1, 2), "ziet vaak of soms dat jongeren drugs of lachgas gebruiken", villages=_CENTRES,
        skipped=0.06),
)  # fmt: skip
TRAFFIC_AND_FIRE = (
    Ask("te-hard-rijden", "4.1", "Hoe vaak wordt er in uw buurt te hard gereden?", "Te hard rijden", HOW_OFTEN,
        {2017: (0.62, 0.28), 2022: (0.64, 0.27)}, (1,), "zegt dat er vaak te hard wordt gereden", beside="D601", pull=0.45,
        villages=_ROADS, ages=_PARENTS, skipped=0.01),
    Ask("parkeren", "4.1", "Hoe vaak heeft u in uw buurt last van auto's die verkeerd staan?", "Overlast van parkeren", HOW_OFTEN,
        {2017: (0.18, 0.35), 2022: (0.19, 0.35)}, (1,), "heeft vaak last van auto's die verkeerd staan", beside="D73", villages=_CENTRES),
    Ask("agressief-rijden", "4.1", "Hoe vaak rijden mensen in uw buurt agressief?", "Agressief rijden", HOW_OFTEN,
        {2017: (0.10, 0.29), 2022: (0.11, 0.29)}, (1, 2), "zegt dat er vaak of soms agressief wordt gereden", beside="D70", pull=0.55,
        villages=_ROADS),
    Ask("landbouwverkeer", "4.1", "Hoe vaak is er in uw buurt gevaar door landbouwverkeer?", "Gevaar door landbouwverkeer", HOW_OFTEN,
        {2022: (0.17, 0.38)}, (1,), "zegt dat er vaak gevaar is door landbouwverkeer", pull=0.4,
        villages={"Oudleusen": 0.4, "Hoonhorst": 0.3}),
    Ask("schoolroute", "4.1", "Kinderen in mijn buurt kunnen veilig naar school fietsen of lopen.", "Kinderen kunnen veilig naar school",
        AGREE, {2017: (0.09, 0.43, 0.20, 0.21), 2022: (0.08, 0.42, 0.20, 0.22)}, (1, 2), "vindt dat kinderen veilig naar school kunnen",
        direction=GOOD, pull=-0.35, villages={k: -v for k, v in _ROADS.items()}, ages=tuple(-x for x in _PARENTS), skipped=0.05),
    Ask("verkeersveiligheid", "4.1", "Welk rapportcijfer geeft u voor de veiligheid van het verkeer in uw buurt?",
        "Oordeel over het verkeer", MARK, {2017: (0.01, 0.01, 0.03, 0.06, 0.12, 0.26, 0.31, 0.16, 0.03)}, mean=True, direction=GOOD,
        pull=0.45, villages=_ROADS),
    Ask("verkeersveiligheid", "4.1", "Hoe veilig vindt u het verkeer in uw buurt?", "Oordeel over het verkeer", FIVE_SAFE,
        {2022: (0.05, 0.45, 0.27, 0.19)}, (1, 2), "vindt het verkeer in de buurt veilig of heel veilig", direction=GOOD, pull=-0.45,
        villages={k: -v for k, v in _ROADS.items()}),
    Ask("rookmelder", "4.2", "Heeft u thuis op elke verdieping een rookmelder die werkt?", "Rookmelder op elke verdieping", YES_NO,
        {2017: (0.66,), 2022: (0.74,)}, (1,), "heeft op elke verdieping een rookmelder die werkt", direction=GOOD, trait="zorg", pull=0.5,
        ages=(-0.3, 0.0, 0.1, 0.1, -0.1)),
    Ask("nl-alert", "4.4", "Kreeg u het laatste controlebericht van NL-Alert?", "Kreeg NL-Alert", YES_NO, {2017: (0.52,), 2022: (0.81,)},
        (1,), "kreeg het laatste controlebericht van NL-Alert", direction=GOOD, trait="zorg", pull=0.3, ages=(0.3, 0.3, 0.1, -0.3, -0.9),
        skipped=0.04),
)  # fmt: skip
SOCIETY = (
    Ask("spanningen", "5.1", "Hoe vaak merkt u in uw buurt spanningen tussen groepen mensen?", "Spanningen tussen groepen", HOW_OFTEN,
        {2017: (0.02, 0.12), 2022: (0.03, 0.16)}, (1, 2), "merkt vaak of soms spanningen tussen groepen mensen", trait="binding",
        pull=-0.4, skipped=0.04),
    Ask("discriminatie", "5.1", "Bent u in de afgelopen 12 maanden gediscrimineerd?", "Is gediscrimineerd", YES_NO, {2022: (0.05,)}, (1,),
        "is in een jaar tijd gediscrimineerd", trait="binding", pull=-0.35, ages=(0.3, 0.15, 0.0, -0.2, -0.4), skipped=0.03),
    Ask("vermoeden-drugs", "5.2", "Vermoedt u dat er in uw buurt drugs worden gemaakt of verkocht?", "Vermoedt drugshandel", YES_NO,
        {2017: (0.17,), 2022: (0.18,)}, (1,), "vermoedt dat er in de buurt drugs worden gemaakt of verkocht", beside="3.1.1",
        villages=_CENTRES, ages=(0.2, 0.1, 0.05, -0.1, -0.3), skipped=0.06),
    Ask("meld-anoniem", "5.2", "Weet u hoe u een misdrijf kunt melden zonder uw naam te noemen?", "Weet hoe je anoniem meldt", YES_NO,
        {2017: (0.58,), 2022: (0.56,)}, (1,), "weet hoe je een misdrijf anoniem kunt melden", direction=GOOD, trait="zorg", pull=0.45),
)  # fmt: skip
_ONLINE = "wie te maken kreeg met hacken of met oplichting bij online kopen"
DIGITAL = (
    Ask("nepbericht", "F1",
        "Kreeg u in de afgelopen 12 maanden een bericht van iemand die zich voordeed als een ander om u op te lichten?",
        "Kreeg een nepbericht", TIMES, {2017: (0.66, 0.17), 2022: (0.42, 0.22)}, (1, 2),
        "kreeg in een jaar tijd een nepbericht van een oplichter", trait="zorg", pull=-0.2, ages=(0.0, -0.15, -0.1, 0.1, 0.45)),
    Ask("slachtoffer-hacken", "F1", "Heeft iemand in de afgelopen 12 maanden ingebroken op uw computer, telefoon of account?",
        "Slachtoffer van hacken", TIMES, {2017: (0.95, 0.04), 2022: (0.935, 0.05)}, (1, 2), "kreeg in een jaar tijd te maken met hacken",
        beside="3.7.4", trait="angst", pull=-0.15, ages=(-0.3, -0.1, 0.0, 0.1, 0.3)),
    Ask("slachtoffer-aankoop", "F1", "Heeft u in de afgelopen 12 maanden online iets gekocht en betaald dat nooit kwam?",
        "Oplichting bij online kopen", TIMES, {2017: (0.96, 0.033), 2022: (0.93, 0.055)}, (1, 2),
        "is in een jaar tijd opgelicht bij online kopen", beside="3.9.1", trait="angst", pull=-0.1, ages=(-0.35, -0.25, 0.0, 0.3, 0.6)),
    Ask("slachtoffer-bank", "F1",
        "Bent u in de afgelopen 12 maanden geld kwijtgeraakt aan iemand die zich voordeed als uw bank of uw kind?",
        "Oplichting door een nepbank of nepkind", TIMES, {2022: (0.985, 0.013)}, (1, 2),
        "raakte in een jaar tijd geld kwijt aan zo'n oplichter", trait="angst", pull=-0.1, ages=(0.2, 0.1, 0.0, -0.2, -0.2)),
    Ask("aangifte-digitaal", "F1", "Heeft u wat u online overkwam gemeld bij de politie?", "Online misdrijf gemeld bij de politie",
        YES_NO, {2017: (0.20,), 2022: (0.22,)}, (1,), "meldde dat bij de politie", direction=GOOD, trait="zorg",
        pull=0.3, only_after=_ONLINE, reported=True, after=("slachtoffer-hacken", "slachtoffer-aankoop")),
    Ask("wachtwoorden", "F1", "Gebruikt u voor elk account een ander wachtwoord?", "Voor elk account een ander wachtwoord", YES_NO,
        {2022: (0.41,)}, (1,), "gebruikt voor elk account een ander wachtwoord", direction=GOOD, trait="zorg", pull=0.5,
        ages=(-0.1, 0.15, 0.1, -0.1, -0.3)),
)  # fmt: skip

QUESTIONS = (*SOCIAL, *PHYSICAL, *CRIME, *FEELINGS, *OUTSIDE_HOME, *TRAFFIC_AND_FIRE, *SOCIETY, *DIGITAL)


def questions_of(year: int) -> tuple[Ask, ...]:
    """Return the questions of one year, in the order of the form."""
    return tuple(item for item in QUESTIONS if year in item.shares)
