"""The release as machines that collect read it: a valid Data Package, and a DCAT catalogue that
names every dataset once, with addresses that answer."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import Package, Resource
from rdflib import Graph

from data.languages import LANGUAGES, with_prefix
from data.store import Question
from layouts.downloads import catalogue
from layouts.downloads.bundle import KEYS
from layouts.outlets import LISTS

PLACE = "https://sdg.example.org"
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.fixture(scope="module")
def package(release: Any) -> dict[str, Any]:
    return catalogue.datapackage_of(release, base_url=f"{PLACE}/")


@pytest.fixture(scope="module")
def graph(release: Any) -> Graph:
    return graph_of(release, "en")


def graph_of(release: Any, language: str) -> Graph:
    said = catalogue.dcat_of(release, base_url=PLACE, language=language)
    return Graph().parse(data=json.dumps(said), format="json-ld")


def asked(graph: Graph, query: str) -> list[tuple[Any, ...]]:
    return [
        tuple(None if one is None else str(one) for one in row)
        for row in graph.query(PREFIXES + query)
    ]


def here(address: str) -> str:
    assert address.startswith(f"{PLACE}/")
    return address.removeprefix(PLACE)


def test_the_package_is_valid_by_frictionless_own_rules(package: dict[str, Any]) -> None:
    said = json.loads(json.dumps(package))
    assert not list(Package.metadata_validate(said))
    found = Package.from_descriptor(said)
    names = [resource.name for resource in found.resources]
    assert names[: len(KEYS)] == list(KEYS)
    assert {f"list-{name}" for name in LISTS} < set(names)
    assert {"everything-xlsx", "everything-parquet", "everything-zip"} < set(names)
    assert len(set(names)) == len(names)
    assert "127.0.0.1" not in json.dumps(said)


def test_every_table_says_what_its_columns_are(package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        fields = resource.get("schema", {}).get("fields", [])
        assert fields or resource["name"] in ("everything-xlsx", "everything-zip")
        if resource["name"] in KEYS:
            assert all(field["description"] for field in fields)


def test_a_lists_column_is_not_said_to_be_what_it_is_not(package: dict[str, Any]) -> None:
    gaps = next(one for one in package["resources"] if one["name"] == "list-gaps")
    score = next(one for one in gaps["schema"]["fields"] if one["name"] == "score")
    assert score == {"name": "score", "type": "number"}


@pytest.mark.parametrize("name", ["citations", "comparison", *(f"list-{one}" for one in LISTS)])
def test_what_is_served_is_what_the_package_says(
    client: Any, package: dict[str, Any], tmp_path: Path, name: str
) -> None:
    said = next(dict(one) for one in package["resources"] if one["name"] == name)
    answer = client.get(here(said["path"]))
    assert answer.status_code == 200
    said["path"] = said["path"].rpartition("/")[2]
    (tmp_path / said["path"]).write_bytes(answer.data)
    resource = Resource.from_descriptor(said, basepath=str(tmp_path))
    report = resource.validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    assert report.tasks[0].stats["rows"] > 0
    assert not report.tasks[0].warnings


def test_the_parquet_has_the_columns_that_the_package_says(
    client: Any, package: dict[str, Any]
) -> None:
    said = next(one for one in package["resources"] if one["name"] == "everything-parquet")
    held = pl.read_parquet(io.BytesIO(client.get(here(said["path"])).data))
    assert held.columns == [field["name"] for field in said["schema"]["fields"]]


def test_every_file_of_the_package_answers(client: Any, package: dict[str, Any]) -> None:
    for path in {resource["path"] for resource in package["resources"]}:
        answer = client.get(here(path))
        assert answer.status_code == 200, path
    for one in package["resources"]:
        assert one["mediatype"].partition(";")[0] in (
            "text/csv",
            client.get(here(one["path"])).mimetype,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dataset_stands_there_once(release: Any, language: str) -> None:
    graph = graph_of(release, language)
    found = asked(
        graph,
        """SELECT ?id ?title ?publisher ?page WHERE {
            ?catalogue a dcat:Catalog ; dcat:dataset ?dataset .
            ?dataset a dcat:Dataset ; dcterms:identifier ?id ; dcterms:title ?title ;
                dcterms:publisher/foaf:name ?publisher ; dcat:landingPage ?page .
        }""",
    )
    held = release.ask(Question.DATASETS, datasets=None)
    assert sorted(row[0] for row in found) == sorted(held["dataset"].to_list())
    assert {row[0]: row[2] for row in found} == dict(held.select("dataset", "publisher").rows())
    for name, title, _publisher, page in found:
        assert title
        assert page == PLACE + with_prefix(f"/datasets/{name}", language=language)
    assert len(asked(graph, "SELECT ?c WHERE { ?c a dcat:Catalog }")) == 1


def test_words_that_are_not_translated_are_marked_as_english(release: Any) -> None:
    wanted = "SELECT DISTINCT (lang(?text) AS ?l) WHERE { ?d a dcat:Dataset ; dcterms:title ?text }"
    assert asked(graph_of(release, "en"), wanted) == [("en",)]
    assert {row[0] for row in asked(graph_of(release, "ne"), wanted)} <= {"ne", "en"}
    with pytest.raises(KeyError):
        catalogue.dcat_of(release, base_url=PLACE, language="fr")


def test_every_address_of_the_catalogue_answers(client: Any, graph: Graph) -> None:
    found = asked(
        graph,
        """SELECT DISTINCT ?address WHERE {
            { ?x dcat:accessURL|dcat:downloadURL|dcat:landingPage ?address }
            UNION { ?x dcat:endpointURL|dcat:endpointDescription|foaf:homepage ?address }
        }""",
    )
    assert len(found) > 150
    for (address,) in found:
        assert client.get(here(address)).status_code == 200, address


def test_a_distribution_is_what_it_says(client: Any, graph: Graph) -> None:
    found = asked(
        graph,
        "SELECT ?kind ?address WHERE { ?x dcat:accessURL ?address ; dcat:mediaType ?kind }",
    )
    assert {kind.rpartition("/")[2] for kind, _ in found} >= {"csv", "json", "zip"}
    for kind, address in found:
        answer = client.get(here(address))
        assert kind == catalogue.MEDIA_TYPES + answer.mimetype


def test_a_file_to_download_is_the_whole_of_it(client: Any, graph: Graph, release: Any) -> None:
    found = asked(
        graph,
        """SELECT ?id ?address ?file WHERE {
            ?dataset a dcat:Dataset ; dcterms:identifier ?id ; dcat:distribution ?one .
            ?one dcat:accessURL ?address ; dcat:mediaType ?kind .
            FILTER (strends(str(?kind), "json"))
            OPTIONAL { ?one dcat:downloadURL ?file }
        }""",
    )
    assert 0 < sum(file is None for *_, file in found) < len(found)
    for name, address, file in found:
        answer = client.get(here(address)).get_json()
        assert {row["dataset"] for row in answer["rows"]} == {name}
        assert (file is not None) == (answer["pages"] == 1)


def test_coverage_is_that_of_the_observations(graph: Graph, release: Any) -> None:
    years = asked(
        graph,
        """SELECT ?id ?first ?last WHERE {
            ?dataset dcterms:identifier ?id ; dcterms:temporal ?period .
            ?period dcat:startDate ?first ; dcat:endDate ?last .
            FILTER (datatype(?first) = xsd:gYear && datatype(?last) = xsd:gYear)
        }""",
    )
    places = asked(
        graph,
        """SELECT ?id ?code WHERE {
            ?dataset a dcat:Dataset ; dcterms:identifier ?id ; dcterms:spatial ?place .
            ?place dcterms:identifier ?code .
        }""",
    )
    figures = release.ask(Question.FIGURES, country=None, measures=None).drop_nulls("value")
    held = {row["dataset"]: row for row in release.ask(Question.DATASET_FIGURES).rows(named=True)}
    spans = {name: (int(first), int(last)) for name, first, last in years}
    assert set(spans) == {name for name, row in held.items() if row["figures"]}
    assert all(spans[name] == (held[name]["first_year"], held[name]["last_year"]) for name in spans)
    for row in figures.iter_rows(named=True):
        first, last = spans[row["dataset"]]
        assert first <= row["year_start"] <= row["year_end"] <= last
    assert set(places) >= set(figures.select("dataset", "country").unique().iter_rows())
    assert set(places) == {
        (name, code) for name, row in held.items() for code in row["countries"].split()
    }


def test_only_settled_terms_are_a_licence(graph: Graph, release: Any) -> None:
    held = dict(release.ask(Question.DATASETS, datasets=None).select("dataset", "licence").rows())
    licensed = asked(
        graph, "SELECT ?id ?l WHERE { ?d dcterms:identifier ?id ; dcterms:license ?l }"
    )
    said = asked(graph, "SELECT ?id WHERE { ?d dcterms:identifier ?id ; dcterms:rights ?r }")
    assert all(catalogue.LICENCES[held[name]] == address for name, address in licensed)
    unstated = {name for name, text in held.items() if not text or text.startswith("not stated")}
    assert unstated
    assert {row[0] for row in (*licensed, *said)} == set(held) - unstated


@pytest.mark.parametrize(
    ("licence", "found"),
    [
        ("CC BY 4.0", {"dcterms:license": "https://creativecommons.org/licenses/by/4.0/"}),
        ("not stated (figures cited with source)", {}),
        ("", {}),
        (None, {}),
    ],
)
def test_terms(licence: str | None, found: dict[str, str]) -> None:
    assert catalogue._terms(licence) == found
    doubtful = catalogue._terms("CC BY 4.0 (verify before publishing)")
    assert list(doubtful) == ["dcterms:rights"]


def test_a_dataset_without_figures_says_nothing_of_their_years(release: Any) -> None:
    about = dict.fromkeys(("method", "licence")) | {
        "dataset": "empty", "title": "Empty", "publisher": "Nobody yet",
    }  # fmt: skip
    held = {"first_year": None, "last_year": None, "countries": ""}
    found = catalogue._dataset(about, held=held, figures=0, release=release, base=PLACE)
    assert set(found) == {
        "@id", "@type", "dcterms:identifier", "dcterms:title", "dcterms:publisher",
        "dcat:landingPage",
    }  # fmt: skip
