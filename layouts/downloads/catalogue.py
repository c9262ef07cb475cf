"""The whole release, described for machines that collect: a Data Package and a DCAT catalogue.

``datapackage_of`` is what ``/datapackage.json`` says (Data Package, specs.frictionlessdata.io);
``dcat_of`` is what ``/catalogue.jsonld`` says (DCAT 3, w3.org/TR/vocab-dcat-3, as JSON-LD 1.1).
Both name addresses that the site serves already, and leave out what is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl

from data.languages import ENGLISH
from data.selection import DATASETS, Selection
from data.store import Question, Release
from layouts.api.query import MOST, Asked
from layouts.api.resources import RESOURCES, VERSION, table
from layouts.components.rooms.about import SENTENCE
from layouts.downloads import files
from layouts.downloads.bundle import bundle_of, described
from layouts.downloads.offered import DATA
from layouts.downloads.readme import TABLES
from layouts.head import FRONT, SITE, UNSTATED
from layouts.language import current, is_translated, select, speaking, words
from layouts.outlets import LISTS
from layouts.views import answer

Node = dict[str, Any]
FIGURES = "observations"
CSV, JSON = "text/csv", "application/json"
API_FORMATS: Mapping[str, str] = MappingProxyType({"csv": CSV, "json": JSON})
"""How the API gives the figures of one dataset: the word in its address, the media type."""
WHOLE = ("xlsx", "parquet", "zip")
"""The formats of ``layouts.downloads.files`` that hold every figure of the release."""
MEANS_ELSE = frozenset({("gaps", "score")})
"""Columns of a list whose name means something else in the tables that columns.csv describes."""
LICENCES: Mapping[str, str] = MappingProxyType(
    {
        "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
        "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    }
)
"""Licences with an address of their own. A publisher's terms that say more than the name alone
("verify before publishing") are not yet that licence: they are given as words, not as this."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"
_AN_ADDRESS = {"@type": "@id"}
_A_YEAR = {"@type": "xsd:gYear"}
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dcat:accessService": _AN_ADDRESS,
        "dcat:accessURL": _AN_ADDRESS,
        "dcat:downloadURL": _AN_ADDRESS,
        "dcat:endpointDescription": _AN_ADDRESS,
        "dcat:endpointURL": _AN_ADDRESS,
        "dcat:landingPage": _AN_ADDRESS,
        "dcat:mediaType": _AN_ADDRESS,
        "dcat:servesDataset": _AN_ADDRESS,
        "dcat:startDate": _A_YEAR,
        "dcat:endDate": _A_YEAR,
        "dcterms:language": _AN_ADDRESS,
        "dcterms:license": _AN_ADDRESS,
        "foaf:homepage": _AN_ADDRESS,
    }
)
"""The context stands in the document: who reads it need not ask another host."""


def datapackage_of(release: Release, *, base_url: str) -> Node:
    """Return the Data Package of the whole release; ``base_url`` is where the site stands.

    Its tables are the CSV files inside the ZIP of everything (``innerpath``, as Frictionless
    writes it), the whole lists as CSV, every figure as Parquet, and the workbook. In English.
    """
    base = base_url.rstrip("/")
    with speaking(ENGLISH):
        bundle = bundle_of(answer(selection=Selection(), release=release), release=release)
        said = files.descriptor(bundle)
    tables = [_in_the_zip(resource, base=base) for resource in said["resources"]]
    figures = next(one["schema"] for one in tables if one["name"] == FIGURES)
    return said | {
        # Not every resource is a CSV file, which the profile of tabular packages asks for.
        "profile": "data-package",
        "homepage": f"{base}/",
        "resources": [
            *tables,
            *(_list(name, release=release, base=base) for name in LISTS),
            *(_whole(kind, schema=figures, base=base) for kind in WHOLE),
        ],
    }


def _in_the_zip(resource: Mapping[str, Any], *, base: str) -> Node:
    """Return a table of the package as a part of the ZIP that holds the package."""
    return {
        **resource,
        "description": _sentence(TABLES[resource["name"]]),
        "path": f"{base}/{FRONT}.zip",
        "innerpath": resource["path"],
        "compression": "zip",
    }


def _list(name: str, *, release: Release, base: str) -> Node:
    """Return a whole list: its columns with their types, and what is said of each if anything."""
    wanted = LISTS[name].columns
    rows = [{column: row[column] for column in wanted} for row in LISTS[name].rows(release)]
    about = {one: text for one, text in described().items() if (name, one) not in MEANS_ELSE}
    fields = [
        _known({"name": column, "type": files._type(kind), "description": about.get(column)})
        for column, kind in pl.DataFrame(rows, infer_schema_length=None).schema.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": f"list-{name}",
        "path": f"{base}/{name}.csv",
        "format": "csv",
        "mediatype": CSV,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _whole(kind: str, *, schema: Mapping[str, Any], base: str) -> Node:
    """Return a file that holds every figure; Parquet is the table of figures and nothing else."""
    found: Node = {
        "profile": "data-resource",
        "name": f"everything-{kind}",
        "path": f"{base}/{FRONT}.{kind}",
        "format": kind,
        "mediatype": files.FORMATS[kind].mimetype,
    }
    if kind == "parquet":
        # Its references lead to tables by the names that they have here.
        return found | {"description": _sentence(TABLES[FIGURES]), "schema": schema}
    return found


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def dcat_of(release: Release, *, base_url: str, language: str) -> Node:
    """Return the DCAT catalogue in a language; ``base_url`` is where the site stands.

    One ``dcat:Dataset`` for each dataset of the release. The catalogue has the downloads of
    everything: in DCAT a catalogue is a dataset, too. What is not translated is marked as English.
    Raises ``KeyError`` for a language there is not.
    """
    base = base_url.rstrip("/")
    with speaking(language):
        datasets = _datasets(release, base=base)
        return {
            "@context": dict(CONTEXT),
            "@id": f"{base}/catalogue.jsonld#catalogue",
            "@type": "dcat:Catalog",
            "dcterms:title": {"@value": SITE, "@language": ENGLISH},
            "dcterms:description": _text(SENTENCE),
            "dcterms:publisher": _agent(SITE) | {"foaf:homepage": f"{base}/"},
            "dcterms:language": LANGUAGE + current().code,
            "dcat:version": release.name,
            "dcat:landingPage": base + select(room=DATASETS).address(),
            "dcat:distribution": [_everything(kind, base=base) for kind in WHOLE],
            "dcat:service": _service(datasets, base=base),
            "dcat:dataset": datasets,
        }


def _datasets(release: Release, *, base: str) -> list[Node]:
    """Return every dataset, in the order of the release."""
    held = {row["dataset"]: row for row in release.ask(Question.DATASET_FIGURES).rows(named=True)}
    figures = table(name=FIGURES, release=release)
    counts: dict[str, int] = dict(figures["dataset"].value_counts().iter_rows())
    return [
        _dataset(
            about,
            held=held[about["dataset"]],
            figures=counts.get(about["dataset"], 0),
            release=release,
            base=base,
        )
        for about in release.ask(Question.DATASETS, datasets=None).rows(named=True)
    ]


def _dataset(
    about: Mapping[str, Any], *, held: Mapping[str, Any], figures: int, release: Release, base: str
) -> Node:
    """Return a dataset; ``held`` is what its observations cover, ``figures`` how many are given
    to take away, the withheld ones among them."""
    name = about["dataset"]
    return _known(
        {
            # The same thing in every language, so named without one.
            "@id": _id(name, base=base),
            "@type": "dcat:Dataset",
            "dcterms:identifier": name,
            "dcterms:title": _text(about["title"]),
            "dcterms:description": _text(about["method"]),
            "dcterms:publisher": _agent(about["publisher"]) if about["publisher"] else None,
            "dcat:landingPage": base + select(room=DATASETS, dataset=name).address(),
            **_terms(about["licence"]),
            "dcterms:temporal": _period(held["first_year"], held["last_year"]),
            "dcterms:spatial": [_place(code, release) for code in held["countries"].split()],
            "dcat:distribution": [
                _of_the_api(name, kind=kind, figures=figures, base=base) for kind in API_FORMATS
            ]
            if figures
            else [],
        }
    )


def _id(dataset: str, *, base: str) -> str:
    return base + Selection(room=DATASETS, dataset=dataset).address() + "#dataset"


def _terms(licence: str | None) -> Node:
    """Return a publisher's terms: a licence by its address, other terms in the catalogue's words,
    nothing where they are not stated."""
    if not licence or licence.startswith(UNSTATED):
        return {}
    if licence in LICENCES:
        return {"dcterms:license": LICENCES[licence]}
    return {"dcterms:rights": {"@type": "dcterms:RightsStatement", "rdfs:label": _text(licence)}}


def _period(first: int | None, last: int | None) -> Node | None:
    """Return from which year to which; nothing without a year."""
    if first is None or last is None:
        return None
    return {
        "@type": "dcterms:PeriodOfTime",
        "dcat:startDate": str(first),
        "dcat:endDate": str(last),
    }


def _place(code: str, release: Release) -> Node:
    """Return a country by its ISO 3166-1 alpha-3 code, as the European Union's authority table
    names it: what collects catalogues knows these addresses."""
    return {
        "@id": COUNTRY + code,
        "@type": "dcterms:Location",
        "dcterms:identifier": code,
        "skos:prefLabel": _text(release.areas[code]),
    }


def _of_the_api(dataset: str, *, kind: str, figures: int, base: str) -> Node:
    """Return the figures of a dataset in a format. The API gives ``MOST`` rows at once: where
    there are more, its address is a way in and no file of everything."""
    asked = Asked(
        resource=FIGURES, filters={"dataset": (dataset,)}, years=(None, None), fields=(), page=1,
        size=MOST,
    )  # fmt: skip
    place = f"{base}{asked.address(page=1)}&format={kind}"
    return _known(
        {
            "@type": "dcat:Distribution",
            "dcterms:title": {"@value": DATA[kind], "@language": ENGLISH},
            "dcat:mediaType": MEDIA_TYPES + API_FORMATS[kind],
            "dcat:accessURL": place,
            "dcat:downloadURL": place if figures <= MOST else None,
            "dcat:accessService": _api(base),
        }
    )


def _everything(kind: str, *, base: str) -> Node:
    place = f"{base}/{FRONT}.{kind}"
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": {"@value": DATA[kind], "@language": ENGLISH},
        "dcat:mediaType": MEDIA_TYPES + files.FORMATS[kind].mimetype,
        "dcat:accessURL": place,
        "dcat:downloadURL": place,
    }


def _api(base: str) -> str:
    return f"{base}/api/{VERSION}"


def _service(datasets: Sequence[Mapping[str, Any]], *, base: str) -> Node:
    """Return the API, which serves the datasets that have figures to take away."""
    return {
        "@id": _api(base),
        "@type": "dcat:DataService",
        "dcterms:title": {"@value": f"{SITE} API", "@language": ENGLISH},
        "dcterms:description": {"@value": RESOURCES[FIGURES].about, "@language": ENGLISH},
        "dcat:endpointURL": _api(base),
        "dcat:endpointDescription": f"{_api(base)}/openapi.json",
        "dcat:servesDataset": [one["@id"] for one in datasets if "dcat:distribution" in one],
    }


def _agent(name: str) -> Node:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _text(text: str | None) -> Node | None:
    """Return words of the catalogue with the language that they are in; nothing for none."""
    if not text:
        return None
    return {
        "@value": words(text),
        "@language": current().code if is_translated(text) else ENGLISH,
    }


def _known(facts: Mapping[str, Any]) -> Node:
    """Return what there is something to say of."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}
