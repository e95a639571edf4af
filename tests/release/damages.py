"""Everything that the tests break in a package, with the place and the words that the gate has to name it by.

What breaks is in `damage`; whether it is found is asked by `test_damage`.
"""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tests.release.damage import (
    Damage,
    in_bytes,
    in_descriptors,
    in_json,
    in_parquet,
    in_sqlite,
    in_text,
    removed,
)


def first_resource(**facts: object) -> Damage:
    return in_descriptors(lambda content: content["resources"][0].update(facts))


def first_field(**facts: object) -> Damage:
    return in_descriptors(lambda content: content["resources"][0]["schema"]["fields"][0].update(facts))


def make_link(folder: Path) -> None:
    (folder / "data" / "visits.csv").unlink()
    (folder / "data" / "visits.csv").symlink_to("/etc/hostname")


def make_linked_folder(folder: Path) -> None:
    (folder / "extra").symlink_to("/etc")


def make_deep_file(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c").touch()


def reordered(table: pa.Table) -> pa.Table:
    return table.select([*table.column_names[1:], table.column_names[0]])


def retyped(table: pa.Table) -> pa.Table:
    return table.set_column(0, "claim_id", pc.binary_length(table["claim_id"]))


def all_nullable(table: pa.Table) -> pa.Table:
    return table.cast(pa.schema([field.with_nullable(nullable=True) for field in table.schema]))


def first_kind_changed(table: pa.Table) -> pa.Table:
    position = table.schema.get_field_index("kind")
    kinds = ["group", *table["kind"].to_pylist()[1:]]
    return table.set_column(position, table.schema.field(position), [kinds])


def swap_lines(content: bytes) -> bytes:
    header, first, second, *rest = content.split(b"\n")
    return b"\n".join([header, second, first, *rest])


FILES: dict[str, tuple[Damage, str, str]] = {
    "a byte changed": (in_text("data/visits.csv", "vis_", "vIs_", 1), "data/visits.csv", "another SHA-256"),
    "a file is gone": (removed("data/parties.csv"), "data/parties.csv", "is missing, though"),
    "a file too many": (lambda f: (f / "extra.csv").write_text("x"), "extra.csv", "is not listed"),
    "no sums": (removed("SHA256SUMS"), "SHA256SUMS", "no file can be trusted"),
    "a bad line": (in_bytes("SHA256SUMS", lambda b: b + b"nonsense\n"), "SHA256SUMS", "is not a hash"),
    "a line twice": (in_bytes("SHA256SUMS", lambda b: b + b.splitlines(keepends=True)[0]), "SHA256SUMS", "again"),
    "a way out": (in_text("SHA256SUMS", "  LICENSE", "  ../LICENSE"), "SHA256SUMS", "a safe file name"),
    "a link": (make_link, "data/visits.csv", "is a link"),
    "a linked folder": (make_linked_folder, "extra", "is a link"),
    "a pipe": (lambda f: os.mkfifo(f / "pipe"), "pipe", "is no plain file"),
    "a hidden file": (lambda f: (f / ".hidden").write_text("x"), ".hidden", "no safe file name"),
    "a deep file": (make_deep_file, "a/b/c", "no safe file"),
}

DESCRIPTORS: dict[str, tuple[Damage, str, str]] = {
    "no descriptor": (removed("datapackage.json"), "datapackage.json", "is missing"),
    "no JSON": (in_bytes("datapackage.json", lambda _: b"{"), "datapackage.json", "is no JSON"),
    "a list": (in_bytes("datapackage.json", lambda _: b"[]"), "datapackage.json", "is no JSON object"),
    "deep JSON": (in_bytes("datapackage.json", lambda _: b"[" * 200_000), "datapackage.json", "is no JSON"),
    "no resources": (in_descriptors(lambda d: d.pop("resources")), "datapackage.json", "not a Data Package v2"),
    "a number as version": (in_descriptors(lambda d: d.update(version=1)), "datapackage.json", "version: 1 is not"),
    "a version of words": (
        in_descriptors(lambda d: d.update(version="new")),
        "datapackage.json",
        "'vnew' is no version",
    ),
    "junk as time": (in_descriptors(lambda d: d.update(created="soon")), "datapackage.json", "created is no time"),
    "a time without zone": (
        in_descriptors(lambda d: d.update(created="2025-01-01T00:00:00")),
        "datapackage.json",
        "no time zone",
    ),
    "no licence": (in_descriptors(lambda d: d.pop("licenses")), "datapackage.json", "licenses is missing"),
    "another profile": (
        in_descriptors(lambda d: d.update({"$schema": "https://example.org/x.json"})),
        "datapackage.json",
        "$schema is not",
    ),
    "a path upwards": (first_resource(path="../visits.csv"), "datapackage.json", "not a Data Package v2"),
    "a remote path": (first_resource(path="http://127.0.0.1/x.csv"), "datapackage.json", "not a file of the package"),
    "a name twice": (first_resource(name="visit_claims"), "datapackage.json", "two resources are named"),
    "wrong bytes": (
        in_json("datapackage.json", lambda d: d["resources"][0].update(bytes=1)),
        "data/visits.csv",
        "not 1",
    ),
    "a wrong hash": (
        in_json("datapackage.json", lambda d: d["resources"][1].update(hash="sha256:" + 64 * "0")),
        "data/visit_claims.csv",
        "than its descriptor says",
    ),
    "another hash function": (first_resource(hash="sha512:" + 128 * "0"), "datapackage.json", "sha256 hash"),
    "a key of no field": (
        in_descriptors(lambda d: d["resources"][0]["schema"].update(primaryKey=["nothing"])),
        "datapackage.json",
        "which is no field",
    ),
    "a key to nowhere": (
        in_descriptors(lambda d: d["resources"][0]["schema"]["foreignKeys"][0]["reference"].update(resource="x")),
        "datapackage.json",
        "points to x",
    ),
    "a key beside the key": (
        in_descriptors(lambda d: d["resources"][0]["schema"]["foreignKeys"][1]["reference"].update(fields=["kind"])),
        "datapackage.json",
        "does not point to the key",
    ),
    "a field twice": (first_field(name="visitor"), "datapackage.json", "two fields have the same name"),
    "an unknown type": (first_field(type="geopoint"), "datapackage.json", "releases never have"),
    "an unknown constraint": (first_field(constraints={"maxLength": 3}), "datapackage.json", "is not checked here"),
    "no description": (
        in_descriptors(lambda d: d["resources"][0]["schema"]["fields"][1].pop("description")),
        "datapackage.json",
        "field visitor has no description",
    ),
    "a broken pattern": (
        in_descriptors(lambda d: d["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern="(")),
        "parquet/datapackage.json",
        "cannot be read",
    ),
    "two stories": (
        in_json("parquet/datapackage.json", lambda d: d.update(title="Other")),
        "parquet/datapackage.json",
        "describes other tables",
    ),
    "another codebook": (first_field(description="Something else"), "codebook.csv", "does not describe"),
    "more rows": (first_resource(**{"x-rows": 7}), "parquet/visits.parquet", "has 3 rows, not 7"),
    "fewer escapes": (
        in_json("datapackage.json", lambda d: d["resources"][1].update({"x-csv-escaped": 0})),
        "data/visit_claims.csv",
        "the descriptor says 0",
    ),
}

FORMATS: dict[str, tuple[Damage, str, str]] = {
    "columns moved": (in_parquet("visits", reordered), "parquet/visits.parquet", "has the columns"),
    "a type changed": (in_parquet("visit_claims", retyped), "parquet/visit_claims.parquet", "claim_id has type int32"),
    "null allowed": (in_parquet("articles", all_nullable), "parquet/articles.parquet", "unlike its description"),
    "not sorted": (
        in_parquet("evidence", lambda t: t.take([2, 1, 0, 3, 4, 5])),
        "parquet/evidence.parquet",
        "are not sorted by claim_id, field",
    ),
    "a key twice": (
        in_parquet("coverage", lambda t: pa.concat_tables([t, t.slice(1)])),
        "coverage",
        "article_id, claim_table is not unique: 1 values repeat",
    ),
    "a value changed": (in_parquet("parties", first_kind_changed), "parquet/parties.parquet", "another content hash"),
    "a row dropped": (in_parquet("coverage", lambda t: t.slice(1)), "parquet/coverage.parquet", "has 1 rows, not 2"),
    "Parquet cut off": (
        in_bytes("parquet/withdrawn.parquet", lambda b: b[:-100]),
        "parquet/withdrawn.parquet",
        "cannot be read",
    ),
    "no Parquet": (removed("parquet/visits.parquet"), "parquet/visits.parquet", "is missing"),
    "no Parquet descriptor": (removed("parquet/datapackage.json"), "parquet/datapackage.json", "is missing"),
    "another header": (in_text("data/visits.csv", "visitor", "guest", 1), "data/visits.csv", "the header is"),
    "a byte order mark": (
        in_bytes("data/coverage.csv", lambda b: b"\xef\xbb\xbf" + b),
        "data/coverage.csv",
        "order mark",
    ),
    "CR LF": (in_bytes("data/coverage.csv", lambda b: b.replace(b"\n", b"\r\n")), "data/coverage.csv", "CR LF"),
    "a cell too many": (
        in_bytes("data/withdrawn.csv", lambda b: b + b"x,x,x,x,x,x,x,x,x\n"),
        "data/withdrawn.csv",
        "cannot be read",
    ),
    "CSV cut off": (in_bytes("data/evidence.csv", lambda b: b[:-20]), "data/evidence.csv", ""),
    "not UTF-8": (
        in_bytes("data/parties.csv", lambda b: b.replace(b"Air", b"A\xffr")),
        "data/parties.csv",
        "cannot be read",
    ),
    "another value": (
        in_text("data/evidence.csv", "Казахстан", "Qазақстан", 1),
        "data/evidence.csv",
        "holds other rows: 1",
    ),
    "a formula": (
        in_text("data/parties.csv", "'@", "@", 1),
        "data/parties.csv",
        "party: '@фонд' is no text as written",
    ),
    "a small boolean": (in_text("data/visits.csv", "TRUE", "true", 1), "data/visits.csv", "'true' is no boolean"),
    "a short date": (
        in_text("data/articles.csv", "2025-11-01T", "2025-11-1T", 1),
        "data/articles.csv",
        "is no timestamp",
    ),
    "rows swapped": (in_bytes("data/articles.csv", swap_lines), "data/articles.csv", "the same rows in another order"),
    "other rows in SQLite": (
        in_sqlite("UPDATE visits SET city = 'Elsewhere' WHERE rowid = 1"),
        "visits.sqlite",
        "visits holds other rows: 1",
    ),
    "a null in SQLite": (
        in_sqlite("UPDATE articles SET url = NULL WHERE rowid = 1"),
        "visits.sqlite",
        "articles holds other rows: 1",
    ),
    "bytes in SQLite": (
        in_sqlite("UPDATE parties SET kind = CAST(kind AS BLOB) WHERE rowid = 1"),
        "visits.sqlite",
        "parties holds values of another type in 1 rows",
    ),
    "bytes where null may be in SQLite": (
        in_sqlite("UPDATE articles SET url = CAST(url AS BLOB) WHERE rowid = 1"),
        "visits.sqlite",
        "articles holds values of another type in 1 rows",
    ),
    "words between two cells in SQLite": (
        in_sqlite("UPDATE evidence SET field = field || char(31) || how, how = '' WHERE rowid = 1"),
        "visits.sqlite",
        "evidence holds other rows: 2",
    ),
    "a trigger": (
        in_sqlite("CREATE TRIGGER t AFTER INSERT ON visits BEGIN SELECT 1; END"),
        "visits.sqlite",
        "trigger t",
    ),
    "a table too few": (in_sqlite("DROP TABLE parties"), "visits.sqlite", "not table articles"),
    "another column": (in_sqlite("ALTER TABLE visits RENAME city TO town"), "visits.sqlite", "visits has the columns"),
    "no SQLite": (removed("visits.sqlite"), "visits.sqlite", "is missing"),
    "SQLite overwritten": (in_bytes("visits.sqlite", lambda b: b"x" * len(b)), "visits.sqlite", "cannot be read"),
    "no ZIP": (removed("visits-v1.0.0.zip"), "visits-v1.0.0.zip", "is missing"),
}

BESIDE: dict[str, tuple[Damage, str, str]] = {
    "no README": (removed("README.md"), "README.md", "is missing"),
    "another README": (in_text("README.md", "v1.0.0", "v9.9.9"), "README.md", "does not say"),
    "no entry": (in_text("CHANGELOG.md", "## v1.0.0", "## v0.0.0"), "CHANGELOG.md", "does not say '## v1.0.0,'"),
    "another version to cite": (in_text("CITATION.cff", '"1.0.0"', '"1.0.1"'), "CITATION.cff", "does not say"),
    "another licence": (in_text("LICENSE", "Attribution 4.0", "Attribution 3.0"), "LICENSE", "does not say"),
    "another codebook line": (in_text("codebook.csv", "City visited", "City"), "codebook.csv", "does not describe"),
    "a diff to elsewhere": (in_json("diff.json", lambda d: d.update(to="v2.0.0")), "diff.json", "leads to v2.0.0"),
    "other counts": (in_json("diff.json", lambda d: d["tables"]["visits"].update(rows=9)), "diff.json", "other rows"),
    "a diff of another shape": (in_bytes("diff.json", lambda _: b"[]"), "diff.json", "another structure"),
    "a broken diff": (in_bytes("diff.json", lambda _: b"{"), "diff.json", "cannot be read"),
    "no Croissant": (removed("croissant.json"), "croissant.json", "cannot be read"),
    "a stale Croissant": (
        in_json("croissant.json", lambda d: d.update(version="0.9.0")),
        "croissant.json",
        "version is",
    ),
    "a Croissant short of a table": (
        in_json("croissant.json", lambda d: d["recordSet"].pop()),
        "croissant.json",
        "other tables",
    ),
}


ALL = FILES | DESCRIPTORS | FORMATS | BESIDE
