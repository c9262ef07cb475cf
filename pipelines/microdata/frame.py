"""Respondents made ready for an estimate: what each answered, weight, stratum and cluster.

Everything that could bend an estimate quietly is refused here by name: codes nobody placed, weights
that are no positive number, a respondent without stratum or cluster. Messages count and give row
numbers; they repeat no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.formula import formula
from pipelines.microdata.model import Microdata, MicrodataError, as_codes
from pipelines.microdata.terms import Design, Mean, Measure, NoAnswers, Share

Y, X, WEIGHT, STRATUM, CLUSTER = "_y", "_x", "_weight", "_stratum", "_cluster"
POPULATION, IN_BASE, STATE = "_population", "_in_base", "_state"
ANSWERED, DONT_KNOW, REFUSED, MISSING, NOT_ASKED = (
    "answered", "don't know", "refused", "missing", "not asked"
)  # fmt: skip
PRECEDENCE = (ANSWERED, DONT_KNOW, REFUSED, MISSING, NOT_ASKED)
"""Of several variables, the first of these that one of them has is a respondent's."""


def frame(
    *, microdata: Microdata, measure: Measure, design: Design, by: Sequence[str]
) -> pl.DataFrame:
    """Return one row for each respondent: state, y, x, weight, stratum, cluster and ``by``.

    Raises ``MicrodataError``; see :func:`pipelines.survey.estimate`.
    """
    held = microdata.frame
    for name in (*design.columns, *by):
        if name not in held.columns:
            raise MicrodataError(
                file=microdata.file, where="the design's variables", found=name,
                allowed=held.columns, reason="no such variable",
            )  # fmt: skip
    answers = _answers(microdata, measure=measure)
    rows = held.hstack(answers).select(
        STATE, Y, X,
        _weight(design).alias(WEIGHT),
        together(held, design.strata).alias(STRATUM),
        together(held, (*design.strata, *design.clusters) if design.clusters else ())
        .alias(CLUSTER),
        (pl.col(design.population).cast(pl.Float64, strict=False) if design.population
         else pl.lit(None, dtype=pl.Float64)).alias(POPULATION),
        *(as_codes(held, name=name) for name in by),
    )  # fmt: skip
    _refuse_weights(rows, design=design, file=microdata.file)
    _refuse_gaps(held, names=(*design.strata, *design.clusters), file=microdata.file)
    return rows.with_columns(pl.col(STATE).eq(ANSWERED).alias(IN_BASE))


def _answers(microdata: Microdata, *, measure: Measure) -> pl.DataFrame:
    if isinstance(measure, Share):
        return _shares(microdata, measure=measure)
    names = (
        (measure.variable,)
        if isinstance(measure, Mean)
        else (measure.numerator, measure.denominator)
    )
    states, numbers = [], []
    for name in names:
        codes = microdata.codes(name)
        number = codes.cast(pl.Float64, strict=False)
        state = _states(
            codes, none=measure.none, answers=None, known=microdata.variable(name).missing
        )
        _refuse_rows(
            ((state == ANSWERED) & number.is_null()).to_list(),
            what="answers that are no number", variable=name, file=microdata.file,
        )  # fmt: skip
        states.append(state)
        numbers.append(number)
    together = pl.DataFrame({f"{at}": state for at, state in enumerate(states)}).select(
        pl.max_horizontal(_rank(name) for name in map(str, range(len(states)))).alias("rank")
    )["rank"]
    state = pl.Series(STATE, [PRECEDENCE[rank] for rank in together], dtype=pl.String)
    given = state == ANSWERED
    return pl.DataFrame(
        {
            STATE: state,
            Y: numbers[0].zip_with(given, pl.zeros(len(state), eager=True)),
            X: numbers[-1].zip_with(given, pl.ones(len(state), eager=True)),
        }
    )


def _shares(microdata: Microdata, *, measure: Share) -> pl.DataFrame:
    states, counted = {}, {}
    for name in measure.variables:
        codes = microdata.codes(name)
        known = microdata.variable(name).missing
        state = _states(codes, none=measure.none, answers=measure.among, known=known)
        _refuse_rows(
            state.is_null().to_list(),
            what="answers whose code the measure does not place",
            variable=name,
            file=microdata.file,
            allowed=measure.among,
        )
        states[name] = state
        counted[name] = codes.is_in(list(measure.counted)).fill_null(value=False)
    ranks = pl.DataFrame(states).select(
        pl.min_horizontal(_rank(name) for name in states).alias("rank")
    )["rank"]
    yes = pl.DataFrame(counted).select(pl.any_horizontal(pl.all()).cast(pl.Float64).alias(Y))
    state = pl.Series(STATE, [PRECEDENCE[rank] for rank in ranks], dtype=pl.String)
    return yes.with_columns(state, pl.lit(1.0).alias(X))


def _rank(name: str) -> pl.Expr:
    return pl.col(name).replace_strict(
        {state: rank for rank, state in enumerate(PRECEDENCE)}, return_dtype=pl.Int64
    )


def _states(
    codes: pl.Series, *, none: NoAnswers, answers: Iterable[str] | None, known: Iterable[str]
) -> pl.Series:
    """Return each respondent's state, null where a code has no place. No cell is "not asked"."""
    placed = {
        **dict.fromkeys(known, MISSING),
        **dict.fromkeys(none.missing, MISSING),
        **dict.fromkeys(none.not_asked, NOT_ASKED),
        **dict.fromkeys(none.refused, REFUSED),
        **dict.fromkeys(none.dont_know, DONT_KNOW),
        **dict.fromkeys(answers or (), ANSWERED),
    }
    other = None if answers is not None else ANSWERED
    return pl.Series(
        [NOT_ASKED if code is None else placed.get(code, other) for code in codes], dtype=pl.String
    )


def _weight(design: Design) -> pl.Expr:
    if design.weight is None:
        return pl.lit(1.0)
    return pl.col(design.weight).cast(pl.Float64, strict=False)


def together(held: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """Name a stratum or cluster by its columns together; text without case and doubled spaces."""
    if not names:
        return pl.lit("all")
    cleaned = (
        as_codes(held, name=name).str.to_uppercase().str.replace_all(r"\s+", " ") for name in names
    )
    return pl.concat_str(*cleaned, separator=" / ")


def _refuse_weights(rows: pl.DataFrame, *, design: Design, file: str) -> None:
    weight = rows[WEIGHT]
    for what, wrong in (
        ("missing weights", weight.is_null() | weight.is_nan().fill_null(value=False)),
        ("weights of zero", (weight == 0).fill_null(value=False)),
        ("negative weights", (weight < 0).fill_null(value=False)),
        ("infinite weights", weight.is_infinite().fill_null(value=False)),
    ):
        _refuse_rows(wrong.to_list(), what=what, variable=str(design.weight), file=file)
    if design.population:
        wrong = rows[POPULATION].is_null() | (rows[POPULATION] <= 0)
        _refuse_rows(
            wrong.to_list(), what="strata of unknown size", variable=design.population, file=file
        )


def _refuse_gaps(held: pl.DataFrame, *, names: Sequence[str], file: str) -> None:
    for name in names:
        empty = held.select(as_codes(held, name=name).is_null()).to_series()
        _refuse_rows(empty.to_list(), what="empty cells", variable=name, file=file)


def _refuse_rows(
    wrong: Sequence[bool], *, what: str, variable: str, file: str, allowed: Iterable[str] = ()
) -> None:
    rows = [number for number, one in enumerate(wrong, start=1) if one]
    if rows:
        raise MicrodataError(
            file=file,
            where=f"variable {variable}",
            found=f"{len(rows)} {what} (first respondents by number: "
            f"{', '.join(str(row) for row in rows[:5])})",
            allowed=allowed,
        )


@formula(
    id="survey-counts",
    section="survey microdata",
    title="Who is counted, and what unequal weights cost",
    formula="n = respondents who answered;  don’t know, refused in % = Σ w of those ÷ Σ w of all "
    "who were asked;  Kish’s effect = n · Σ w² ÷ (Σ w)²",
    words="Don’t know and refused are left out of a share and printed beside it, never hidden. "
    "Kish’s effect is what the unequal weights alone add; the design effect also holds strata and "
    "clusters and is SE² ÷ (p·(1 − p) ÷ (n − 1)).",
    source="L. Kish, Survey Sampling, Wiley, 1965",
)
def counts(rows: pl.DataFrame, *, by: Sequence[str]) -> pl.DataFrame:
    """Return, by group, unweighted numbers, shares of no answer (percent) and Kish's effect."""
    weight = pl.col(WEIGHT)
    base = weight.filter(pl.col(IN_BASE))

    def number(state: str) -> pl.Expr:
        return (pl.col(STATE) == state).sum().cast(pl.Int64)

    asked = weight.filter(pl.col(STATE) != NOT_ASKED).sum()

    def share(state: str) -> pl.Expr:
        return (100 * weight.filter(pl.col(STATE) == state).sum() / asked).fill_nan(None)

    return rows.group_by(by).agg(
        number(ANSWERED).alias("n"),
        (base.len() * (base**2).sum() / base.sum() ** 2).fill_nan(None).alias("kish_effect"),
        number(DONT_KNOW).alias("dont_know_n"),
        share(DONT_KNOW).alias("dont_know_share"),
        number(REFUSED).alias("refused_n"),
        share(REFUSED).alias("refused_share"),
        number(MISSING).alias("missing_n"),
        number(NOT_ASKED).alias("not_asked_n"),
    ).sort(by)  # fmt: skip
