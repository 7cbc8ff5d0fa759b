"""The questions of the sample surveys about living, being safe and feeling safe (field 1 of the Kernbeleid).

Trust in police and municipality stands with theme 1.4: it is about how protected people feel, not about what happened.
"""

from __future__ import annotations

from ivp_analysis.sample.survey_form import (
    AGREE,
    FEELING,
    FIVE_CHANCES,
    FIVE_OFTEN,
    FOUR_CHANCES,
    GOOD,
    HOW_OFTEN,
    MARK,
    TIMES,
    YES_NO,
    Ask,
    Score,
)

_QUIET = {"Hoonhorst": -0.3, "Oudleusen": -0.2}
_CENTRES = {"Dalfsen": 0.15, "Nieuwleusen": 0.1, "Hoonhorst": -0.35, "Oudleusen": -0.3}
_CLOSE = {"Hoonhorst": 0.35, "Oudleusen": 0.25, "Lemelerveld": 0.1, "Dalfsen": -0.1}
_YOUNG_MORE = (0.25, 0.1, 0.0, -0.15, -0.25)
_OLD_MORE = (-0.35, -0.15, 0.05, 0.2, 0.15)
_MARKS = (0.002, 0.002, 0.004, 0.01, 0.025, 0.07, 0.21, 0.42, 0.19)
_VICTIM = "wie slachtoffer was van inbraak, fietsdiefstal, vernieling, geweld of bedreiging"

SOCIAL = (
    Ask("overlast-buren", "1.1", "Hoe vaak heeft u overlast van mensen die bij u in de buurt wonen?", "Overlast van buurtbewoners",
        HOW_OFTEN, {2017: (0.05, 0.19), 2022: (0.05, 0.18)}, (1, 2), "heeft vaak of soms overlast van buurtbewoners", villages=_QUIET,
        ages=_YOUNG_MORE),
    Ask("overlast-geluid", "1.1", "Hoe vaak heeft u in uw buurt overlast van geluid?", "Geluidsoverlast", HOW_OFTEN,
        {2017: (0.07, 0.24), 2022: (0.07, 0.25)}, (1, 2), "heeft vaak of soms overlast van geluid", beside="geluidshinder", pull=0.65,
        villages=_CENTRES),
    Ask("overlast-drugs", "1.1", "Hoe vaak heeft u in uw buurt overlast van mensen die drank of drugs gebruiken?",
        "Overlast van drank en drugs", HOW_OFTEN, {2017: (0.02, 0.08), 2022: (0.03, 0.09)}, (1, 2),
        "heeft vaak of soms overlast van drank of drugs", beside="E38", villages=_CENTRES, skipped=0.04),
    Ask("overlast-verward", "1.1", "Hoe vaak heeft u overlast van verwarde personen?", "Overlast van verwarde personen", HOW_OFTEN,
        {2017: (0.01, 0.05)}, (1, 2), "heeft vaak of soms overlast van verwarde personen", beside="E33", villages=_CENTRES, skipped=0.05),
    Ask("overlast-verward", "1.1", "Hoe vaak maakt u mee dat iemand in uw buurt in de war is en u daar last van heeft?",
        "Overlast van iemand die in de war is", HOW_OFTEN, {2022: (0.02, 0.07)}, (1, 2),
        "heeft vaak of soms last van iemand die in de war is", beside="E33", villages=_CENTRES, skipped=0.04),
    Ask("cijfer-leefbaarheid", "1.1", "Welk rapportcijfer geeft u voor hoe prettig u in uw buurt woont?", "Rapportcijfer voor de buurt",
        MARK, {2017: _MARKS, 2022: _MARKS}, mean=True, direction=GOOD, trait="binding", pull=-0.6, ages=(0.15, 0.05, 0.0, -0.1, -0.1)),
    Ask("cohesie-kennen", "1.1", "De mensen in mijn buurt kennen elkaar bijna niet.", "Mensen kennen elkaar bijna niet", AGREE,
        {2017: (0.03, 0.11, 0.19, 0.48), 2022: (0.03, 0.12, 0.20, 0.47)}, trait="binding", pull=-0.65,
        villages={k: -v for k, v in _CLOSE.items()}),
    Ask("cohesie-omgaan", "1.1", "In mijn buurt gaan de mensen prettig met elkaar om.", "Mensen gaan prettig met elkaar om", AGREE,
        {2017: (0.18, 0.58, 0.18, 0.04), 2022: (0.18, 0.57, 0.19, 0.04)}, trait="binding", pull=0.7, villages=_CLOSE),
    Ask("cohesie-helpen", "1.1", "In mijn buurt helpen de mensen elkaar.", "Mensen helpen elkaar", AGREE,
        {2017: (0.17, 0.50, 0.24, 0.07), 2022: (0.17, 0.50, 0.24, 0.07)}, trait="binding", pull=0.7, villages=_CLOSE, skipped=0.03),
    Ask("cohesie-thuis", "1.1", "Ik voel mij thuis bij de mensen in mijn buurt.", "Voelt zich thuis in de buurt", AGREE,
        {2017: (0.21, 0.54, 0.18, 0.05), 2022: (0.20, 0.54, 0.19, 0.05)}, trait="binding", pull=0.7, villages=_CLOSE, ages=_OLD_MORE),
    Ask("cohesie-contact", "1.1", "Ik heb veel contact met mijn buren.", "Heeft veel contact met buren", AGREE,
        {2017: (0.14, 0.44, 0.26, 0.13), 2022: (0.12, 0.42, 0.27, 0.15)}, trait="binding", pull=0.6, villages=_CLOSE, ages=_OLD_MORE),
)  # fmt: skip
PHYSICAL = (
    Ask("vernieling-straat", "1.2", "Hoe vaak worden er in uw buurt dingen op straat vernield, zoals bushokjes en prullenbakken?",
        "Vernieling op straat", HOW_OFTEN, {2017: (0.04, 0.22), 2022: (0.04, 0.20)}, (1, 2),
        "zegt dat er vaak of soms dingen worden vernield", beside="2.2.1", villages=_CENTRES, skipped=0.05),
    Ask("slachtoffer-vernieling", "1.2", "Is er in de afgelopen 12 maanden iets van u met opzet kapotgemaakt?",
        "Slachtoffer van vernieling", TIMES, {2017: (0.93, 0.055), 2022: (0.94, 0.05)}, (1, 2),
        "was in een jaar tijd slachtoffer van vernieling", beside="2.2.1", pull=-0.3),
    Ask("rommel", "1.2", "Hoe vaak ligt er in uw buurt rommel op straat?", "Rommel op straat", HOW_OFTEN,
        {2017: (0.19, 0.45), 2022: (0.20, 0.45)}, (1,), "zegt dat er vaak rommel op straat ligt", villages=_CENTRES),
    Ask("hondenpoep", "1.2", "Hoe vaak ligt er in uw buurt hondenpoep op straat?", "Hondenpoep op straat", HOW_OFTEN,
        {2017: (0.33, 0.41)}, (1,), "zegt dat er vaak hondenpoep ligt", villages=_CENTRES),
    Ask("hondenpoep", "1.2", "Hoe vaak ligt er in uw buurt hondenpoep op straat?", "Hondenpoep op straat", FIVE_OFTEN,
        {2022: (0.08, 0.17, 0.37, 0.24)}, (1, 2), "zegt dat er vaak of heel vaak hondenpoep ligt", villages=_CENTRES),
    Ask("verlichting", "1.2", "De straten in mijn buurt zijn goed verlicht.", "Straten zijn goed verlicht", AGREE,
        {2017: (0.14, 0.53, 0.17, 0.12), 2022: (0.15, 0.53, 0.17, 0.11)}, (1, 2), "vindt de straten goed verlicht", direction=GOOD,
        trait="angst", pull=-0.3, villages={"Dalfsen": 0.15, "Hoonhorst": -0.3, "Oudleusen": -0.45}),
)  # fmt: skip
CRIME = (
    Ask("slachtoffer-inbraak", "1.3", "Is er in de afgelopen 12 maanden bij u ingebroken, of is dat geprobeerd?",
        "Slachtoffer van inbraak", TIMES, {2017: (0.945, 0.048), 2022: (0.978, 0.019)}, (1, 2),
        "kreeg in een jaar tijd te maken met (een poging tot) inbraak", beside="1.1.1", trait="angst", pull=-0.25),
    Ask("slachtoffer-fiets", "1.3", "Is er in de afgelopen 12 maanden een fiets van u of uw gezin gestolen?",
        "Slachtoffer van fietsdiefstal", TIMES, {2017: (0.955, 0.038), 2022: (0.96, 0.035)}, (1, 2),
        "was in een jaar tijd slachtoffer van fietsdiefstal", beside="1.2.3", pull=-0.2, ages=(-0.35, -0.15, 0.0, 0.2, 0.35)),
    Ask("slachtoffer-geweld", "1.3", "Heeft iemand u in de afgelopen 12 maanden bedreigd of geweld tegen u gebruikt?",
        "Slachtoffer van geweld of bedreiging", TIMES, {2017: (0.974, 0.018), 2022: (0.976, 0.017)}, (1, 2),
        "kreeg in een jaar tijd te maken met geweld of bedreiging", beside="geweld", trait="angst", pull=-0.35,
        ages=(-0.4, -0.15, 0.0, 0.3, 0.4), skipped=0.03),
    Ask("aangifte", "1.3", "Heeft u wat u het laatst overkwam gemeld bij de politie?", "Gemeld bij de politie", YES_NO,
        {2017: (0.40,), 2022: (0.36,)}, (1,), "meldde dat bij de politie", direction=GOOD, trait="zorg", pull=0.3,
        only_after=_VICTIM, reported=True,
        after=("slachtoffer-vernieling", "slachtoffer-inbraak", "slachtoffer-fiets", "slachtoffer-geweld")),
    Ask("sloten", "1.3", "Heeft uw woning extra sloten of grendels op de buitendeuren?", "Extra sloten op de deur", YES_NO,
        {2017: (0.71,), 2022: (0.73,)}, (1,), "heeft extra sloten of grendels op de deur", direction=GOOD, trait="zorg", ages=_OLD_MORE),
    Ask("buitenlamp", "1.3", "Heeft uw woning buitenlampen die vanzelf aangaan?", "Buitenlampen die vanzelf aangaan", YES_NO,
        {2017: (0.68,), 2022: (0.70,)}, (1,), "heeft buitenlampen die vanzelf aangaan", direction=GOOD, trait="zorg"),
    Ask("cameradeurbel", "1.3", "Heeft u een camera of een deurbel met camera?", "Camera of deurbel met camera", YES_NO, {2022: (0.24,)},
        (1,), "heeft een camera of een deurbel met camera", direction=GOOD, trait="zorg", pull=0.4, ages=(0.0, 0.3, 0.1, -0.2, -0.4)),
    Ask("buurtapp", "1.3", "Doet u mee aan een buurtpreventie-app?", "Doet mee aan buurtpreventie-app", YES_NO,
        {2017: (0.28,), 2022: (0.44,)}, (1,), "doet mee aan een buurtpreventie-app", direction=GOOD, trait="zorg", pull=0.5,
        villages={"Hoonhorst": 0.4, "Oudleusen": 0.3}, ages=(-0.5, 0.1, 0.2, 0.0, -0.4), skipped=0.01),
    Ask("burgernet", "1.3", "Bent u aangemeld bij Burgernet?", "Aangemeld bij Burgernet", YES_NO, {2017: (0.14,), 2022: (0.16,)}, (1,),
        "is aangemeld bij Burgernet", direction=GOOD, trait="zorg", pull=0.5, skipped=0.03),
    Ask("keurmerk", "1.3", "Heeft uw woning het Politiekeurmerk Veilig Wonen?", "Politiekeurmerk Veilig Wonen", YES_NO, {2017: (0.11,)},
        (1,), "heeft een woning met het Politiekeurmerk Veilig Wonen", direction=GOOD, trait="zorg", pull=0.3, skipped=0.06),
)  # fmt: skip
FEELINGS = (
    Ask("onveilig-algemeen", "1.4", "Hoe vaak voelt u zich onveilig?", "Voelt zich onveilig", FEELING,
        {2017: (0.01, 0.15, 0.31), 2022: (0.01, 0.16, 0.31)}, (1, 2), "voelt zich vaak of soms onveilig", trait="angst", pull=0.75,
        women=0.3),
    Ask("onveilig-buurt", "1.4", "Hoe vaak voelt u zich in uw eigen buurt onveilig?", "Voelt zich onveilig in de buurt", FEELING,
        {2017: (0.01, 0.09, 0.24), 2022: (0.01, 0.09, 0.25)}, (1, 2), "voelt zich in de eigen buurt vaak of soms onveilig", trait="angst",
        pull=0.75, women=0.1, villages=_QUIET),
    Ask("onveilig-nacht", "1.4", "Hoe vaak voelt u zich onveilig als u in het donker over straat gaat?",
        "Voelt zich onveilig in het donker", FEELING, {2017: (0.03, 0.16, 0.29), 2022: (0.05, 0.20, 0.29)}, (1, 2),
        "voelt zich in het donker vaak of soms onveilig", trait="angst", pull=0.7, women=0.5, ages=(0.2, 0.05, -0.05, 0.0, 0.1)),
    Ask("omlopen", "1.4", "Hoe vaak gaat u om een plek heen omdat u het daar niet veilig vindt?", "Mijdt plekken die niet veilig zijn",
        FEELING, {2017: (0.02, 0.11, 0.22), 2022: (0.02, 0.12, 0.22)}, (1, 2), "mijdt vaak of soms plekken die niet veilig zijn",
        trait="angst", pull=0.6, women=0.3, ages=(0.15, 0.05, 0.0, -0.05, -0.05)),
    Ask("deur-dicht", "1.4", "Hoe vaak doet u 's avonds de deur niet open omdat u dat niet veilig vindt?",
        "Doet 's avonds de deur niet open", FEELING, {2017: (0.04, 0.10, 0.20)}, (1, 2), "doet 's avonds vaak of soms de deur niet open",
        trait="angst", pull=0.6, women=0.35, ages=(0.0, -0.1, -0.1, 0.2, 0.5)),
    Ask("kans-inbraak", "1.4", "Hoe groot denkt u dat de kans is dat er bij u wordt ingebroken?", "Denkt dat kans op inbraak groot is",
        FOUR_CHANCES, {2017: (0.02, 0.19, 0.60)}, (1, 2), "denkt dat de kans op inbraak groot of heel groot is", trait="angst",
        skipped=0.06),
    Ask("kans-inbraak", "1.4", "Hoe groot denkt u dat de kans is dat er bij u wordt ingebroken?", "Denkt dat kans op inbraak groot is",
        FIVE_CHANCES, {2022: (0.01, 0.08, 0.30, 0.46)}, (1, 2), "denkt dat de kans op inbraak groot of heel groot is", trait="angst",
        skipped=0.03),
    Ask("cijfer-veiligheid", "1.4", "Welk rapportcijfer geeft u voor de veiligheid in uw buurt?", "Rapportcijfer voor veiligheid", MARK,
        {2017: _MARKS, 2022: _MARKS}, mean=True, direction=GOOD, trait="angst", pull=0.65,
        villages={"Hoonhorst": -0.2, "Oudleusen": -0.1},
        warning="Een rapportcijfer vat veel dingen samen. Het zegt niet wat er speelt."),
    Ask("politie-beschermt", "1.4", "De politie beschermt de mensen in mijn buurt.", "De politie beschermt ons", AGREE,
        {2017: (0.07, 0.40, 0.37, 0.12), 2022: (0.07, 0.38, 0.38, 0.13)}, trait="binding", pull=0.55, skipped=0.05),
    Ask("politie-komt", "1.4", "De politie komt als u haar nodig heeft.", "De politie komt als het nodig is", AGREE,
        {2017: (0.07, 0.38, 0.36, 0.14), 2022: (0.06, 0.36, 0.37, 0.16)}, trait="binding", pull=0.55, villages={"Lemelerveld": -0.15},
        skipped=0.06),
    Ask("politie-luistert", "1.4", "De politie luistert naar wat er in mijn buurt speelt.", "De politie luistert", AGREE,
        {2017: (0.05, 0.33, 0.42, 0.15), 2022: (0.05, 0.32, 0.42, 0.16)}, trait="binding", pull=0.55, skipped=0.06),
    Ask("politie-zichtbaar", "1.4", "Ziet u de politie vaak genoeg in uw buurt?", "Ziet de politie vaak genoeg", YES_NO,
        {2017: (0.31,), 2022: (0.28,)}, (1,), "ziet de politie vaak genoeg in de buurt", direction=GOOD, trait="binding", pull=0.4,
        villages={"Dalfsen": 0.2, "Lemelerveld": -0.2, "Oudleusen": -0.2}, skipped=0.05),
    Ask("wijkagent", "1.4", "Weet u wie uw wijkagent is?", "Weet wie de wijkagent is", YES_NO, {2017: (0.38,), 2022: (0.36,)}, (1,),
        "weet wie de wijkagent is", direction=GOOD, trait="zorg", pull=0.45, ages=_OLD_MORE, skipped=0.01),
    Ask("gemeente-aandacht", "1.4", "De gemeente doet genoeg voor de veiligheid in mijn buurt.", "De gemeente doet genoeg", AGREE,
        {2017: (0.04, 0.34, 0.41, 0.16), 2022: (0.04, 0.33, 0.41, 0.17)}, (1, 2), "vindt dat de gemeente genoeg doet voor de veiligheid",
        direction=GOOD, trait="binding", pull=0.5, skipped=0.05),
    Ask("weet-melden", "1.4", "Weet u waar u overlast of gevaar bij de gemeente kunt melden?", "Weet waar te melden", YES_NO,
        {2017: (0.62,), 2022: (0.65,)}, (1,), "weet waar overlast of gevaar gemeld kan worden", direction=GOOD, trait="zorg", pull=0.5),
)  # fmt: skip

_COHESION = ("cohesie-kennen", "cohesie-omgaan", "cohesie-helpen", "cohesie-thuis", "cohesie-contact")
_POLICE = ("politie-beschermt", "politie-komt", "politie-luistert")
SCORES = (
    Score("sociale-cohesie", "1.1", "Schaalscore sociale cohesie", _COHESION, _COHESION[1:]),
    Score("oordeel-politie", "1.4", "Schaalscore oordeel over de politie", _POLICE, _POLICE),
)
