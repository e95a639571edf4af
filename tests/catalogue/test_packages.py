"""The package page: what can be downloaded, how it is opened, and why a version is not to be used."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.catalogue.editions import changes, editions, record_tables
from pipeline.catalogue.words import LANGUAGES
from pipeline.release.shelf import withdraw
from pipeline.release.version import Version
from tests.catalogue.making import build_site


def package_text(site: Path, name: str, language: str = "en") -> str:
    return (site / language / "package" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_can_be_downloaded_in_both_formats(releases: Path, site: Path, language: str) -> None:
    for edition in editions(releases):
        text = package_text(site, edition.package.name, language)
        folder = f"../../releases/{edition.package.name}/{edition.version}"
        for table in edition.rows:
            assert f'href="{folder}/parquet/{table}.parquet" download' in text
            assert f'href="{folder}/data/{table}.csv" download' in text


def test_snippets_run_beside_the_files_that_are_linked_above_them(site: Path, tmp_path: Path) -> None:
    text = package_text(site, "trade-flows")
    snippets = [html.unescape(code) for code in re.findall(r'<code id="snippet-\d">(.*?)</code>', text, re.DOTALL)]
    (note,) = re.findall(r'<p class="note">Run it in the folder.*?</p>', text, re.DOTALL)
    for link in re.findall(r'href="(.*?)"', note):
        shutil.copy(site / "en" / "package" / link, tmp_path)
    sql, polars, _, base_r = snippets
    named = sql.replace("'", f"'{tmp_path}/", 1)
    with duckdb.connect() as connection:
        assert len(connection.execute(named).fetchall()) > 3
    run = subprocess.run([sys.executable, "-c", polars], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "shape: (" in run.stdout
    (file,) = re.findall(r'read\.csv\("(.*?)"', base_r)
    assert (tmp_path / file).is_file()


@pytest.mark.parametrize("name", ["visits", "trade-flows"])
def test_a_version_says_how_many_records_are_new_changed_and_withdrawn(releases: Path, site: Path, name: str) -> None:
    (edition,) = (edition for edition in editions(releases) if edition.package.name == name)
    ids: dict[str, set[str]] = {"added": set(), "changed": set(), "withdrawn": set()}
    for table in record_tables(edition.package):
        for identifier, version, _, change, *_ in changes(edition, table):
            if version == edition.version:
                ids[change].add(identifier)
    said = f"new {len(ids['added'])}, changed {len(ids['changed'])}, withdrawn {len(ids['withdrawn'])}"
    assert said in package_text(site, name)
    assert said in (site / "en" / "index.html").read_text(encoding="utf-8")


def test_the_reason_of_a_withdrawal_stands_apart_from_the_counts(releases: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(releases, tmp_path / "releases", symlinks=True)
    withdraw(copied, "visits", Version(1, 0, 0), "Dates were read wrongly")
    build_site(copied, tmp_path / "site")
    text = package_text(tmp_path / "site", "visits")
    assert '<span class="sub">Reason: Dates were read wrongly</span>' in text
