"""A small project built by hand: its own catalogue and figures, for the real pipeline."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.catalogue import CATALOGUE
from data.contracts import PUBLISHED
from data.credibility import CRITERIA, GATES, PASS, STAGES
from data.pairs import DIMENSIONS

CITIZEN = """id = "walk"
title = "School walk"
side = "citizen"
publisher = "Parents of Nakuru"
producer_type = "citizen-led assessment"
vintage = "2021"
licence = "open"
obtain = "on request"
family = "walk"
interval_basis = "computed"
caveats = [{ text = "One question only", ends_as = "printed note" }]

[[citations]]
id = "c1"
publisher = "Parents of Nakuru"
text = "School walk 2021"
read_from = "the report, page 3"
evidence = "data file"

[[series]]
id = "can-read"
title = "Children of grade 6 who can read a story"
indicators = ["4.1.1"]
"""
OFFICIAL = (
    CITIZEN.replace('"walk"', '"exam"')
    .replace("School walk", "National exam")
    .replace('"citizen"', '"official"')
    .replace("can-read", "passes")
)
ROWS = {
    "walk": [
        dict(series="can-read", country="KEN", period="2021", value="60", lower="57", upper="63",
             sample_size="900"),
        dict(series="can-read", country="KEN", area="Nakuru", period="2021", value="50",
             sample_size="40"),
        dict(series="can-read", country="KEN", area="Turkana", period="2021", value="30",
             sample_size="12"),
    ],
    "exam": [
        dict(series="passes", country="KEN", period="2021", value="70"),
        dict(series="passes", country="KEN", area="Nakuru", period="2021", value="65"),
        dict(series="passes", country="KEN", area="Turkana", period="2021", value="35"),
    ],
}  # fmt: skip
HEADLINES = """\
indicator,family,series,sex,age,urbanisation,other,direction,target,no_growth,note,reason
4.1.1,exam,passes,,,,,increase,100,,,The exam itself.
"""
COMMON = dict(indicator="4.1.1", unit="percent", citation="c1")


def pair_text(*, score: int = 2, extra: str = "") -> str:
    """Return a pair file whose ten scores are all ``score``."""
    scores = "".join(
        f'\n[[scores]]\ndimension = "{name}"\nscore = {score}\nreason = "Said of {name}."\n'
        + ('remedy = "Ask it."\n' if score < 2 else "")
        for name in DIMENSIONS
    )
    return f"""id = "ken-4.1.1-walk-exam"
country = "KEN"
indicator = "4.1.1"
title = "Reading, asked at home and examined"
question = "How many can read?"
{extra}
[citizen]
dataset = "walk"
series = "can-read"
label = "School walk"

[official]
dataset = "exam"
series = "passes"
label = "Exam"

[independence]
state = "independent"
reason = "Other people asked other questions."
{scores}"""


def credibility_text(
    *, dataset: str = "walk", score: int = 2, gate: str = "pass", sampling: str = "probability"
) -> str:
    """Return a credibility file whose five scores are all ``score`` and gates all ``gate``."""
    establish = "" if gate == PASS else 'would_establish = "A published text."\n'
    gates = "".join(
        f'\n[[gates]]\ngate = "{name}"\nstate = "{gate}"\nreason = "Said of {name}."\n'
        f'evidence = "The report, page 1"\n{establish}'
        for name in GATES
    )
    scores = "".join(
        f'\n[[scores]]\ncriterion = "{name}"\nscore = {score}\nreason = "Said of {name}."\n'
        'evidence = "The report, page 2"\n'
        for name in CRITERIA
    )
    stages = "".join(f'{stage} = "yes"\n' for stage in STAGES)
    return f"""dataset = "{dataset}"
sampling = "{sampling}"
sampling_reason = "Schools were drawn by lot."
frequency_years = 1.0
frequency_reason = "Promised in the report."
{gates}{scores}
[verification]
state = "verified"
reason = "A second team went back."
[citizens_part]
{stages}reason = "Parents did it all."
[consent]
state = "established"
reason = "Asked of every parent."
[ownership]
state = "established"
reason = "The parents own it."
"""


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Write an observations file."""
    lines = [",".join(PUBLISHED)]
    lines += [",".join({**COMMON, **row}.get(name, "") for name in PUBLISHED) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def project(folder: Path) -> tuple[Path, Path, Path]:
    """Write the small project; return its catalogue, observations and warehouse folders."""
    catalogue, observations = folder / "catalogue", folder / "observations"
    for name in ("datasets", "pairs"):
        (catalogue / name).mkdir(parents=True)
    observations.mkdir()
    for name in ("framework", "vocabularies", "themes"):
        shutil.copytree(CATALOGUE / name, catalogue / name)
    (catalogue / "framework" / "headline_series.csv").write_text(HEADLINES)
    for path in (*CATALOGUE.glob("area*.csv"), CATALOGUE / "themes.csv", *CATALOGUE.glob("*.toml")):
        shutil.copy(path, catalogue / path.name)
    (catalogue / "corrections.toml").write_text("# none yet\n")
    (catalogue / "credibility").mkdir()
    (catalogue / "credibility" / "walk.toml").write_text(credibility_text())
    (catalogue / "datasets" / "walk.toml").write_text(CITIZEN)
    (catalogue / "datasets" / "exam.toml").write_text(OFFICIAL)
    (catalogue / "pairs" / "ken-4.1.1-walk-exam.toml").write_text(pair_text())
    for name, rows in ROWS.items():
        write_rows(observations / f"{name}.csv", rows)
    return catalogue, observations, folder / "warehouse"
