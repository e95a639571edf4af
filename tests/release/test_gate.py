"""The gate on rows, ZIP files and signatures, and that nothing is fetched or published past it."""

import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import minisign  # type: ignore[import-untyped]  # annotated, but not marked as such
import pyarrow as pa
import pytest

from pipeline.release.build import build
from pipeline.release.content import content_sha256
from pipeline.release.database import batches, count, csv_cells, database
from pipeline.release.described import resource_of
from pipeline.release.errors import ReleaseError
from pipeline.release.files import files_below
from pipeline.release.gate.check import check
from pipeline.release.gate.formats import csv_values
from pipeline.release.gate.report import Report
from pipeline.release.gate.unpacking import unpack, zip_problems
from pipeline.release.publish import GateError, publish
from tests.release.damage import edit_json, in_text, seal, writable_copy
from tests.release.tables import context, package, tables


def changed(table: pa.Table, row: int, **values: Any) -> pa.Table:
    rows = table.to_pylist()
    rows[row] |= values
    return pa.Table.from_pylist(rows, table.schema)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The gate's report on a release whose rows break every kind of rule, each in a row of its own."""
    agreements = package("agreements")
    rows = tables(agreements, 12)
    records, claims = rows["agreements"], rows["agreement_claims"]
    records = changed(records, 0, agreement_id="agr_short")
    records = changed(records, 1, kind="pact")
    records = changed(records, 2, documents=0)
    records = changed(records, 3, sectors=["trade", "magic"])
    records = changed(records, 4, chosen_claim="clm_0000000000000000")
    records = changed(records, 6, title="x" * 100_001)
    claims = changed(claims, 0, quote="")
    claims = changed(claims, 3, end_char=4, start_char=7)
    claims = changed(claims, 5, start_char=9_000, end_char=9_000 + len(claims["quote"][5].as_py()))
    evidence = changed(rows["evidence"], 2, end_char=None)
    broken = rows | {"agreements": records, "agreement_claims": claims, "evidence": evidence}
    releases = tmp_path_factory.mktemp("releases")
    staged = build(agreements, broken, context(), releases)
    assert staged is not None
    with pytest.raises(GateError) as error:
        publish(staged)
    assert files_below(releases) == []
    return error.value.report


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("agreements", "agreement_id does not match its pattern in 1 rows, e.g. agr_short"),
        ("agreements", "kind is none of its categories in 1 rows"),
        ("agreements", "documents is below 1"),
        ("agreements", "sectors has an item that is no category"),
        ("agreements", "chosen_claim points to no row of agreement_claims in 1 rows, e.g. clm_0000000000000000"),
        ("agreements", "title is longer than 100000 characters"),
        ("agreement_claims", "quote is empty"),
        ("agreement_claims", "start_char, end_char and quote do not fit together in 2 rows"),
        ("agreement_claims", "the quote ends behind the article's end in 1 rows"),
        ("agreement_claims", "agreement_id points to no row of agreements"),
        ("evidence", "start_char, end_char and words do not fit together in 1 rows"),
    ],
)
def test_rows_that_break_a_promise_are_counted_and_named(refused: Report, place: str, words: str) -> None:
    assert any(problem.place == place and problem.what.startswith(words) for problem in refused.problems), (
        refused.text()
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    staged = build(package("visits"), tables(package("visits"), 3), context(), tmp_path_factory.mktemp("releases"))
    assert staged is not None
    return publish(staged).folder


def add(name: str, content: bytes = b"x", mode: int = stat.S_IFREG) -> Callable[[zipfile.ZipFile], None]:
    def change(archive: zipfile.ZipFile) -> None:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (add("../outside.txt"), "is no plain file with a safe name"),
        (add("/etc/x"), "is no plain file with a safe name"),
        (add("a/b/c.txt"), "is no plain file with a safe name"),
        (add("data/link", b"/etc/passwd", stat.S_IFLNK), "is no plain file with a safe name"),
        (add("bomb", bytes(50_000_000)), "would grow to 50000000 bytes"),
        (add("LICENSE"), "is there more than once"),
        (add("extra.txt"), "is not listed in SHA256SUMS"),
        (lambda archive: [add(f"f{number}")(archive) for number in range(200)], "more than 200 files"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_zip_is_refused_before_it_is_unpacked(
    change: Callable[[zipfile.ZipFile], object], words: str, published: Path, tmp_path: Path
) -> None:
    archive = Path(shutil.copy(published / "visits-v1.0.0.zip", tmp_path))
    archive.chmod(0o644)
    with zipfile.ZipFile(archive, "a") as opened:
        change(opened)
    assert any(words in problem.what for problem in check(archive).problems)
    assert sorted(path.name for path in tmp_path.iterdir()) == [archive.name]


def test_a_zip_that_is_cut_off_is_refused(published: Path, tmp_path: Path) -> None:
    archive = tmp_path / "visits.zip"
    archive.write_bytes((published / "visits-v1.0.0.zip").read_bytes()[:-500])
    assert "cannot be unpacked" in check(archive).text()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_flipped_bit_in_the_data_of_a_zip_is_named_whatever_it_was_packed_with(
    compression: int, published: Path, tmp_path: Path
) -> None:
    archive, content = tmp_path / "visits.zip", (published / "data" / "visits.csv").read_bytes()
    (tmp_path / "visits.csv").write_bytes(content)
    with zipfile.ZipFile(archive, "w", compression) as opened:
        opened.writestr("visits.csv", content)
    whole = archive.read_bytes()
    start = 30 + len("visits.csv")
    end = whole.index(b"PK\x01\x02")
    for place in range(start, end, max(1, (end - start) // 50)):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        refused = bool(unpack(archive, tmp_path / "unpacked"))
        assert refused or (tmp_path / "unpacked" / "visits.csv").read_bytes() == content, place
        assert refused == any(
            "cannot be read" in problem.what for problem in zip_problems(archive, {"visits.csv": ""})
        ), place


def test_a_zip_that_lost_its_data_is_found_inside_the_release(published: Path, tmp_path: Path) -> None:
    folder = writable_copy(published, tmp_path / "copy")
    with zipfile.ZipFile(folder / "visits-v1.0.0.zip", "w") as archive:
        archive.writestr("data/visits.csv", "visit_id\n")
    words = check(folder).text()
    assert "data/visits.csv is not the file of the release" in words
    assert "datapackage.json is missing in it" in words


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("visits", "FALSE", "false", "'false' is no boolean as written here"),
        ("visits", "[]", "[null]", "hosts has an item that is null"),
        ("visit_claims", ',"art_', ',"arx_', "article_id does not match its pattern"),
        ("parties", "@", "=", "has another content hash"),
    ],
)
def test_an_unpacked_zip_is_checked_by_itself(
    table: str, old: str, new: str, words: str, published: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(published / "visits-v1.0.0.zip") as archive:
        archive.extractall(tmp_path)
    assert check(tmp_path).ok
    in_text(f"data/{table}.csv", old, new)(tmp_path)
    edit_json(tmp_path, "datapackage.json", lambda content: adopt(content, tmp_path, keep_content=table == "parties"))
    seal(tmp_path)
    assert words in check(tmp_path).text()


def test_a_key_that_repeats_is_found_in_csv_alone_and_never_written(published: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(published / "visits-v1.0.0.zip") as archive:
        archive.extractall(tmp_path / "zip")
    lines = (tmp_path / "zip" / "data" / "coverage.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "zip" / "data" / "coverage.csv").write_bytes(b"".join([*lines, lines[-1]]))
    edit_json(
        tmp_path / "zip", "datapackage.json", lambda content: adopt(content, tmp_path / "zip", keep_content=False)
    )
    seal(tmp_path / "zip")
    assert "article_id, claim_table is not unique: 1 values repeat" in check(tmp_path / "zip").text()

    rows = tables(package("visits"))
    twice = rows | {"articles": pa.concat_tables([rows["articles"], rows["articles"].slice(0, 1)])}
    with pytest.raises(ReleaseError, match=r"UNIQUE constraint failed: articles\.article_id"):
        build(package("visits"), twice, context(), tmp_path / "releases")


def adopt(content: Any, folder: Path, *, keep_content: bool) -> None:
    """Let a descriptor claim the content that its files have now."""
    if keep_content:
        return
    with database() as connection:
        for item in content["resources"]:
            resource = resource_of(item)
            cells = csv_cells(folder / resource.path, resource.columns)
            item["x-rows"] = count(connection, f"SELECT count(*) FROM {cells}")
            item["x-content-sha256"] = content_sha256(batches(connection, csv_values(cells, resource)))


@pytest.mark.parametrize("place", ["https://example.org/visits", "s3://bucket/visits", "file:///etc"])
def test_nothing_is_fetched(place: str) -> None:
    with pytest.raises(ReleaseError, match="nothing is fetched"):
        check(place)


def test_no_package_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="neither a folder nor a ZIP file"):
        check(tmp_path / "nothing")


@pytest.fixture
def keys() -> tuple[str, str]:
    pair = minisign.KeyPair.generate()
    return bytes(pair.secret_key).decode(), bytes(pair.public_key).decode()


def test_a_signature_vouches_for_every_byte(keys: tuple[str, str], tmp_path: Path) -> None:
    secret, public = keys
    visits = package("visits")
    staged = build(visits, tables(visits), context(), tmp_path)
    assert staged is not None
    folder = publish(staged, secret).folder
    assert check(folder, public).signed
    assert check(folder, public.splitlines()[1]).ok

    stranger = bytes(minisign.KeyPair.generate().public_key).decode()
    assert "is no signature of SHA256SUMS by that key" in check(folder, stranger).text()
    copy = writable_copy(folder, tmp_path / "copy")
    (copy / "SHA256SUMS").write_bytes((copy / "SHA256SUMS").read_bytes().replace(b"a", b"b", 1))
    assert "is no signature of SHA256SUMS by that key" in check(copy, public).text()
    (copy / "SHA256SUMS.minisig").unlink()
    assert "nobody vouches" in check(copy, public).text()


def test_keys_that_are_none_are_refused_with_what_to_do(published: Path, tmp_path: Path) -> None:
    visits = package("visits")
    staged = build(visits, tables(visits), context(), tmp_path)
    assert staged is not None
    with pytest.raises(ReleaseError, match="is no minisign key"):
        publish(staged, "secret")
    assert files_below(tmp_path) == []
    with pytest.raises(ReleaseError, match="is no minisign key"):
        check(published, "public")


def test_sha256sum_agrees(published: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], check=True, cwd=published)
