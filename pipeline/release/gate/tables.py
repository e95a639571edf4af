"""Whether the rows of a package are what its descriptor promises: SQL made from the descriptor.

All rules about single values are one scan of the table; keys and references are one query each.
"""

from collections.abc import Iterator, Mapping

import duckdb

from pipeline.release.database import count, each, literal, name, names, run
from pipeline.release.described import Field, Resource
from pipeline.release.gate.report import Problem

MAX_TEXT = 100_000
"""No text of a release is longer; whoever opens one in a spreadsheet is spared it."""


def row_problems(
    connection: duckdb.DuckDBPyConnection, resources: tuple[Resource, ...], relations: Mapping[str, str]
) -> Iterator[Problem]:
    """Everything that is wrong in the rows of all tables but keys; `relations` says what to select each table from."""

    def of_one(connection: duckdb.DuckDBPyConnection, resource: Resource) -> list[Problem]:
        values = _value_problems(connection, resource, relations[resource.name])
        return [*values, *_key_problems(connection, resource, relations)]

    for problems in each(connection, of_one, resources, lambda resource: resource.size):
        yield from problems
    yield from _link_problems(connection, resources, relations)


def _value_problems(connection: duckdb.DuckDBPyConnection, resource: Resource, relation: str) -> Iterator[Problem]:
    rules = [rule for field in resource.fields for rule in _rules(field)] + list(_quote_rules(resource))
    if not count(connection, f"SELECT count(*) FROM {relation} WHERE {' OR '.join(broken for _, broken in rules)}"):
        # one question whether anything is broken is far cheaper than one for each rule
        return
    counts = ", ".join(f"count(*) FILTER (WHERE {broken})" for _, broken in rules)
    for (what, broken), (found) in zip(rules, run(connection, f"SELECT {counts} FROM {relation}")[0], strict=True):
        if found:
            yield Problem(resource.name, f"{what} in {found} rows, {_example(connection, resource, relation, broken)}")


def _rules(field: Field) -> Iterator[tuple[str, str]]:
    """What a column promises, and the SQL that is true where a row breaks it."""
    column, constraints = name(field.name), field.constraints
    if field.required:
        yield f"{field.name} is null though it is required", f"{column} IS NULL"
    if "pattern" in constraints:
        yield (
            f"{field.name} does not match its pattern",
            f"NOT regexp_full_match({column}, {literal(constraints['pattern'])})",
        )
    allowed = ", ".join(literal(word) for word in field.categories)
    if allowed and field.kind == "text":
        yield f"{field.name} is none of its categories", f"{column} NOT IN ({allowed})"
    if "minimum" in constraints:
        yield f"{field.name} is below {constraints['minimum']}", f"{column} < {int(constraints['minimum'])}"
    if field.kind == "text":
        yield f"{field.name} is empty", f"{column} = ''"
        # its bytes need no counting
        too_long = f"(strlen({column}) > {MAX_TEXT} AND length({column}) > {MAX_TEXT})"
        yield f"{field.name} is longer than {MAX_TEXT} characters", too_long
    if field.kind == "list":
        yield f"{field.name} has an item that is null", f"len(list_filter({column}, lambda item: item IS NULL)) > 0"
        if allowed:
            yield f"{field.name} has an item that is no category", f"NOT list_has_all([{allowed}], {column})"


def _quote_rules(resource: Resource) -> Iterator[tuple[str, str]]:
    """Quotes and their offsets, where the table has them."""
    for words in ("quote", "words"):
        if {words, "start_char", "end_char"} <= {*resource.columns}:
            # words outside of a claim's context are known by their place alone
            yield (
                f"start_char, end_char and {words} do not fit together",
                f"(end_char - start_char) <> length({words}) OR start_char < 0"
                f" OR ({words} IS NOT NULL OR end_char IS NOT NULL) AND start_char IS NULL"
                " OR start_char IS NOT NULL AND end_char IS NULL",
            )


def _example(connection: duckdb.DuckDBPyConnection, resource: Resource, relation: str, broken: str) -> str:
    """The keys of the first rows that break a rule."""
    key = ", ".join(f"{name(column)}::VARCHAR" for column in resource.key)
    found = run(connection, f"SELECT {key} FROM {relation} WHERE {broken} ORDER BY ALL LIMIT 3")
    return "e.g. " + ", ".join("/".join(str(part) for part in row) for row in found)


def repeated(
    connection: duckdb.DuckDBPyConnection, resource: Resource, relation: str, columns: tuple[str, ...]
) -> Iterator[Problem]:
    """Whether the values of some columns are there more than once."""
    listed = names(columns)
    query = f"SELECT {listed} FROM {relation} GROUP BY {listed} HAVING count(*) > 1"
    number = count(connection, f"SELECT count(*) FROM ({query})")
    if number:
        first = run(connection, f"{query} ORDER BY ALL LIMIT 3")
        shown = ", ".join("/".join(str(part) for part in row) for row in first)
        yield Problem(resource.name, f"{', '.join(columns)} is not unique: {number} values repeat, e.g. {shown}")


def _key_problems(
    connection: duckdb.DuckDBPyConnection, resource: Resource, relations: Mapping[str, str]
) -> Iterator[Problem]:
    relation = relations[resource.name]
    for field in resource.fields:
        if field.constraints.get("unique"):
            yield from repeated(connection, resource, relation, (field.name,))
    for key in resource.references:
        target, column = relations[key.table], name(key.column)
        lost = (
            f"FROM {relation} t ANTI JOIN {target} r ON t.{column} = r.{name(key.reference)} WHERE {column} IS NOT NULL"
        )
        missing = count(connection, f"SELECT count(*) {lost}")
        if missing:
            shown = ", ".join(
                str(row[0]) for row in run(connection, f"SELECT DISTINCT {column} {lost} ORDER BY 1 LIMIT 3")
            )
            what = f"{key.column} points to no row of {key.table} in {missing} rows, e.g. {shown}"
            yield Problem(resource.name, what)


def _link_problems(
    connection: duckdb.DuckDBPyConnection, resources: tuple[Resource, ...], relations: Mapping[str, str]
) -> Iterator[Problem]:
    """What holds between tables beyond foreign keys."""
    claims = [item.name for item in resources if {"claim_id", "quote"} <= {*item.columns}]
    if claims and "evidence" in relations:
        known = " UNION ALL ".join(f"SELECT claim_id FROM {relations[table]}" for table in claims)
        lost = count(connection, f"SELECT count(*) FROM {relations['evidence']} ANTI JOIN ({known}) USING (claim_id)")
        if lost:
            yield Problem("evidence", f"claim_id points to no claim of the package in {lost} rows")
    for table in claims:
        beyond = f"{relations[table]} JOIN {relations['articles']} USING (article_id) WHERE end_char > characters"
        if "articles" in relations and (found := count(connection, f"SELECT count(*) FROM {beyond}")):
            yield Problem(table, f"the quote ends behind the article's end in {found} rows")
    for item in resources if "withdrawn" in relations else ():
        same = f"w.table_name = {literal(item.name)} AND w.row_id = t.{name(item.key[0])}::VARCHAR"
        back = count(
            connection, f"SELECT count(*) FROM {relations['withdrawn']} w JOIN {relations[item.name]} t ON {same}"
        )
        if back:
            yield Problem("withdrawn", f"lists {back} rows that {item.name} holds")
