"""Static files: what the build makes, what the server answers, what confines a page."""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response
from fontTools.ttLib import TTFont

from data.catalogue import CATALOGUE
from layouts import plotly_bundle, serving, static, suites, webfonts
from layouts.language import TRANSLATIONS


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The product's own static files, built; what an earlier build made is taken over."""
    target = tmp_path_factory.mktemp("static")
    if static.TARGET.exists():
        shutil.copytree(static.TARGET, target, dirs_exist_ok=True)
    static.build(target=target)
    return target


@pytest.fixture
def small(tmp_path, built, monkeypatch):
    """A build of two small assets, without fonts and Dash: (build, assets, target)."""
    monkeypatch.setattr(webfonts, "cuts", lambda: ())
    monkeypatch.setattr(suites, "suites", lambda: ())
    assets, target = tmp_path / "assets", tmp_path / "target"
    assets.mkdir()
    (assets / "a.js").write_text("const a = 1;\n" * 200)
    (assets / "mark.svg").write_text("<svg/>")
    (assets / "page.css").write_text('a { background: url("mark.svg") } b { fill: url(#x) }')

    def build() -> static.Manifest:
        return static.build(assets=assets, outlines=tmp_path / "none", target=target)

    return build, assets, target


def body(target: Path, url: str) -> bytes:
    return (target / "public" / url.lstrip("/")).read_bytes()


def test_names_carry_the_content(small):
    build, assets, target = small
    first = build().files["a.js"]
    assert re.fullmatch(r"/static/a\.[0-9a-f]{12}\.js", first)
    (assets / "a.js").write_text("const a = 2;")
    second = build().files["a.js"]
    assert second != first
    assert body(target, second) == b"const a = 2;"
    assert body(target, first), "workers started before the build still name the old file"


def test_compressed_siblings_say_the_same(small):
    build, _, target = small
    url = build().files["a.js"]
    plain = body(target, url)
    assert brotli.decompress(body(target, url + ".br")) == plain
    assert gzip.decompress(body(target, url + ".gz")) == plain


def test_unchanged_files_are_left_alone(small):
    build, _, target = small
    before = build()
    changed = {path: path.stat().st_mtime_ns for path in (target / "public").rglob("*.*")}
    assert build() == before
    assert changed == {path: path.stat().st_mtime_ns for path in (target / "public").rglob("*.*")}


def test_scripts_are_sent_without_their_prose(small):
    build, assets, target = small
    (assets / "b.js").write_text("/* Why.\n * More. */\n\nif (a) {\n  // so\n  b = '/* c */';\n}\n")
    (assets / "c.js").write_text("a = `\n  /* text */\n`;\n")
    (assets / "vendor").mkdir()
    (assets / "vendor" / "d.js").write_text("/* MIT */\n d();\n")
    files = build().files
    assert body(target, files["b.js"]).strip() == b"if (a) {\nb = '/* c */';\n}"
    for name in ("c.js", "vendor/d.js"):
        assert body(target, files[name]) == (assets / name).read_bytes()


def test_style_sheets_are_sent_without_comments(small):
    build, assets, target = small
    (assets / "page.css").write_text("/* why */\na{color:red}/* end */")
    assert body(target, build().files["page.css"]) == b"a{color:red}"


def test_half_written_file_is_made_again(small):
    build, _, target = small
    path = target / "public" / build().files["a.js"].lstrip("/")
    path.write_bytes(b"const a")
    build()
    assert path.read_bytes() == b"const a = 1;\n" * 200


def test_files_of_long_ago_go(small):
    build, assets, target = small
    old = target / "public" / build().files["a.js"].lstrip("/")
    (assets / "a.js").write_text("const a = 3;")
    for path in (old, old.with_name(old.name + ".br")):
        os.utime(path, (0, 0))
    build()
    assert not old.exists()
    assert not old.with_name(old.name + ".br").exists()


def test_style_sheets_point_at_hashed_names(small):
    build, _, target = small
    files = build().files
    sheet = body(target, files["page.css"]).decode()
    assert f'url("{files["mark.svg"]}")' in sheet
    assert "url(#x)" in sheet


def test_style_sheet_that_names_a_missing_file_stops_the_build(small):
    build, assets, _ = small
    (assets / "page.css").write_text("a { background: url(marc.svg) }")
    with pytest.raises(static.StaticError, match=r"page\.css.*'marc\.svg'.*mark\.svg"):
        build()


def test_unknown_asset_names_the_closest(small):
    build, _, target = small
    build()
    with pytest.raises(static.StaticError, match=r"'b\.js'.*a\.js"):
        static.static_url("b.js", target=target)


def test_product_has_what_pages_need(built):
    for name in ("interactive.js", "vendor/plotly.min.js", "fonts/noto-sans.woff2"):
        assert body(built, static.static_url(name, target=built))
    text = static.static_text("fonts.css", target=built)
    assert static.static_url("fonts/noto-sans.woff2", target=built) in text


def test_bundle_is_of_the_release_that_plotly_pins():
    from plotly.offline import get_plotlyjs_version

    assert plotly_bundle.read_bundle().version == get_plotlyjs_version(), (
        "plotly has moved: raise plotly.js in layouts/bundle/package.json, npm install "
        "--package-lock-only there, then python -m layouts.plotly_bundle"
    )


def test_bundle_comes_with_the_licence_of_every_package_in_it():
    text = (plotly_bundle.TARGET / "plotly.LICENSE.txt").read_text(encoding="utf-8")
    version = plotly_bundle.read_bundle().version
    for package in (f"plotly.js {version} (MIT)", "@plotly/d3 3", "culori 4", "regenerator-"):
        assert f"\n{package}" in f"\n{text}"


def test_bundle_without_node_says_so_and_stays(monkeypatch, capsys):
    monkeypatch.setattr(plotly_bundle.shutil, "which", lambda _name: None)
    before = plotly_bundle.read_bundle()
    assert plotly_bundle.main() == 1
    assert "the one in use stays" in capsys.readouterr().err
    assert plotly_bundle.read_bundle() == before


def test_bundle_that_names_no_version_is_refused(tmp_path):
    file = tmp_path / "plotly.min.js"
    file.write_text("var Plotly = 1;")
    with pytest.raises(plotly_bundle.BundleError, match="name no version"):
        plotly_bundle.read_bundle(file)


def test_recipe_names_no_registry():
    lock = (plotly_bundle.RECIPE / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


@pytest.mark.parametrize(
    ("name", "text", "most"),
    [
        ("fonts/noto-sans.woff2", "Educación ñ ¿? “uwezo” – 12 345 −1 × ±", 18_500),
        ("fonts/noto-sans-nepali.woff2", "नेपाली", 3_000),
        ("fonts/noto-sans-devanagari.woff2", "नेपाल श्रेष्ठ क्षेत्र १२३ ।", 60_000),
    ],
)
def test_fonts_hold_what_pages_write(built, name, text, most):
    content = body(built, static.static_url(name, target=built))
    font = TTFont(io.BytesIO(content))
    assert len(content) <= most
    assert {ord(sign) for sign in text} <= set(font.getBestCmap())
    assert "Open Font License" in (font["name"].getDebugName(13) or "")


def test_fonts_hold_every_letter_that_is_written_in_devanagari():
    written = [*TRANSLATIONS.rglob("*.po"), *CATALOGUE.rglob("*.csv")]
    letters = {sign for path in written for sign in path.read_text(encoding="utf-8")}
    wanted = {sign for sign in letters if "\u0900" <= sign <= "\u097f"}
    assert wanted
    assert wanted - {chr(sign) for sign in webfonts.DEVANAGARI} == set()


def test_fonts_for_pictures_have_two_weights(built):
    fonts = [TTFont(path) for path in webfonts.picture_fonts(target=built)]
    weights = sorted(
        (font["name"].getBestFamilyName(), font["OS/2"].usWeightClass) for font in fonts
    )
    assert weights == [
        ("Noto Sans", 400),
        ("Noto Sans", 700),
        ("Noto Sans Devanagari", 400),
        ("Noto Sans Devanagari", 700),
    ]


@pytest.fixture(scope="session")
def client(built):
    server = Flask("static test")

    @server.get("/")
    def page() -> str:
        return "<p>word</p>" * 1000

    @server.get("/small")
    def small_page() -> str:
        return "word"

    serving.wrap(server, static_folder=built)
    server.after_request(serving.compress)
    server.after_request(serving.security_headers)
    return server.test_client()


# In a process of its own: a second app in one process takes the first one's callbacks.
ASK_DASH = """
import dash
print(dash.Dash("static test", include_assets_files=False)._generate_scripts_html())
"""


@pytest.fixture(scope="session")
def dash_scripts() -> str:
    command = [sys.executable, "-c", ASK_DASH]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def sources(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def test_every_script_that_pages_ask_for_is_served_compressed_and_immutable(
    client, built, dash_scripts
):
    generator = static.static_url("vendor/regenerator.min.js", target=built)
    asked = sources(suites.lighter(dash_scripts, generator=generator))
    assert len(asked) >= 8
    for url in asked:
        answer = client.get(url, headers={"Accept-Encoding": "gzip, br"})
        assert answer.status_code == 200, url
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


def test_pages_leave_out_tables_and_polyfills(dash_scripts):
    before, after = sources(dash_scripts), sources(suites.lighter(dash_scripts, generator="/g.js"))
    gone = [url for url in before if url not in after]
    assert len(gone) == 2
    assert "polyfill" in gone[0]
    assert "dash_table" in gone[1]
    assert [url for url in after if url not in before] == ["/g.js"]
    assert after[0] == "/g.js", "before every file that calls it"


def test_chunk_without_fingerprint_is_not_immutable(client):
    answer = client.get("/_dash-component-suites/dash/dcc/async-graph.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=3600, public"
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_static_files_say_nosniff_and_their_type(client, built):
    answer = client.get(static.static_url("fonts/noto-sans.woff2", target=built))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "font/woff2"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("accepts", "encoding", "opened"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_pages_are_compressed_as_asked(client, accepts, encoding, opened):
    answer = client.get("/", headers={"Accept-Encoding": accepts})
    assert answer.headers.get("Content-Encoding") == encoding
    assert opened(answer.data) == b"<p>word</p>" * 1000
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_small_answers_stay_as_they_are(client):
    answer = client.get("/small", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers


def test_pages_are_confined_to_their_host(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    assert parts["script-src"] == ["'self'", "'unsafe-eval'"]  # no host but this one
    assert parts["connect-src"] == ["'self'"]
    assert parts["frame-ancestors"] == ["'none'"]
    assert not re.search(r"https?:", policy)


def test_a_route_may_set_its_own_policy():
    response = Response("x", headers={"Content-Security-Policy": "frame-ancestors *"})
    kept = serving.security_headers(response, script_hashes=("'sha256-x'",))
    assert kept.headers["Content-Security-Policy"] == "frame-ancestors *"


def test_scripts_are_held_back_and_json_is_not():
    held = serving.defer_scripts(
        '<script src="/a.js"></script>'
        '<script id="_dash-renderer" type="application/javascript">var r = 1;</script>'
        '<script id="_dash-config" type="application/json">{}</script>'
    )
    assert held == (
        '<script type="text/plain" data-dash src="/a.js"></script>'
        '<script type="text/plain" data-dash id="_dash-renderer">var r = 1;</script>'
        '<script id="_dash-config" type="application/json">{}</script>'
    )
