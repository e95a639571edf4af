"""The assets, in the order in which data flows: the table of contents of the pipeline.

Each asset calls one function of a room and tells the UI what came of it. What it tells is shaped in `pipeline.telling`.
"""

import os
from collections.abc import Iterator, Mapping

import dagster as dg
from pydantic import Field

from pipeline import telling
from pipeline.extraction import extractor_version
from pipeline.intake import take_in
from pipeline.outlet import Wish, make_catalogue, make_release
from pipeline.projections.intake import take_in_corrections
from pipeline.projections.projection import Projection
from pipeline.projections.serving import reading
from pipeline.projections.validation import TableReport
from pipeline.quality.measuring import measure
from pipeline.quality.report import write_report
from pipeline.reading import read_due
from pipeline.release.version import Bump
from pipeline.resources import ProjectResource
from schemas.packages import HISTORY, PACKAGES, TABLES, Package
from schemas.render import column_rows
from schemas.table import TableSpec

OWNERS = ["team:data"]
CONTRACT = "keeps_its_rules"
WAREHOUSE = "warehouse"


@dg.asset(group_name="1_archive", kinds={"deltalake"}, owners=OWNERS)
def ledger(project: ProjectResource) -> dg.MaterializeResult[None]:
    """The only truth: append-only entries, each hashed with the one before; verified before anything is written."""
    with project.writing() as opened:
        head = opened.head()
    return dg.MaterializeResult(metadata={"entries": head.position, "tip": head.tip})


@dg.asset(group_name="1_archive", kinds={"file"}, owners=OWNERS, deps=[ledger])
def raw_articles(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
    """The files in raw/, brought into the ledger: new and changed articles, and files refused with their reason."""
    with project.writing() as opened:
        files = take_in(project.project.raw, opened, context.log.info)
    return dg.MaterializeResult(metadata=telling.of_files(files))


@dg.asset(group_name="2_claims", kinds={"python"}, owners=OWNERS, deps=[raw_articles], code_version=extractor_version())
def claims(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
    """What the articles say, read by the grammar: one ledger entry a claim, with the quote that carries it."""
    with project.writing() as opened:
        done = read_due(project.project.raw, opened, context.log.info, os.cpu_count() or 1)
    return dg.MaterializeResult(metadata=telling.of_reading(done))


@dg.asset(group_name="2_claims", kinds={"yaml"}, owners=OWNERS, deps=[claims])
def corrections_by_people(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
    """What people corrected in raw/corrections.yaml, each with its reason; it survives every later reading."""
    with project.writing() as opened:
        taken = take_in_corrections(project.project.raw, opened)
    for problem in taken.problems:
        context.log.warning(problem)
    return dg.MaterializeResult(metadata=telling.of_corrections(taken))


def _column_schema(spec: TableSpec) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=row["name"],
                type=row["type"],
                description=row["description"],
                constraints=dg.TableColumnConstraints(
                    nullable=row["nullable"], unique=row["unique"], other=row["constraints"]
                ),
            )
            for row in column_rows(spec)
        ]
    )


def _table_spec(spec: TableSpec) -> dg.AssetSpec:
    return dg.AssetSpec(
        spec.name,
        deps=[claims, corrections_by_people],
        group_name="3_tables",
        kinds={"duckdb", "table"},
        owners=OWNERS,
        description=f"{spec.title}. {spec.description}",
        metadata={"dagster/column_schema": _column_schema(spec), "dagster/table_name": spec.name},
    )


FOLDED = {spec.name: (spec,) for spec in TABLES if spec not in HISTORY} | {WAREHOUSE: HISTORY}
"""What the fold makes: an asset for each table, and one for the file with the tables that it keeps about itself."""


@dg.multi_asset(
    specs=[
        *(_table_spec(spec) for spec in TABLES if spec not in HISTORY),
        dg.AssetSpec(
            WAREHOUSE,
            deps=[spec.name for spec in TABLES if spec not in HISTORY],
            group_name="3_tables",
            kinds={"duckdb", "file"},
            owners=OWNERS,
            description="The file that analysts open, swapped in whole: all tables, and what it knows of its history.",
        ),
    ],
    check_specs=[
        dg.AssetCheckSpec(
            CONTRACT,
            asset=asset,
            blocking=True,
            description="Every row keeps the rules of its table, keys are unique, references lead somewhere.",
        )
        for asset in FOLDED
    ],
)
def tables(
    context: dg.AssetExecutionContext, project: ProjectResource
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
    """All tables in one fold: folded from the new entries, checked, and put into the warehouse at once."""
    warehouse = project.project.warehouse
    with project.writing() as opened:
        projection = Projection(project.project.state)
        folded = projection.fold(opened)
        context.log.info(f"{folded.position - folded.after} new ledger entries folded")
        reports = {report.table: report for report in projection.validate()}
        broken = [report.table for report in reports.values() if not report.passed]
        if broken:
            yield from _check_results(reports)
            raise dg.Failure(
                f"{', '.join(broken)} break their rules, so nothing is served or published: see their checks",
                allow_retries=False,
            )
        projection.serve(warehouse)
    with reading(warehouse) as connection:
        for asset in FOLDED:
            told = (
                telling.of_warehouse(connection, warehouse)
                if asset == WAREHOUSE
                else telling.of_table(connection, reports[asset])
            )
            yield dg.MaterializeResult(asset_key=asset, metadata=told)
    # last, so that each result belongs to what was just made
    yield from _check_results(reports)


def _check_results(reports: Mapping[str, TableReport]) -> Iterator[dg.AssetCheckResult]:
    for asset, specs in FOLDED.items():
        of_asset = [reports[spec.name] for spec in specs]
        yield dg.AssetCheckResult(
            asset_key=asset,
            check_name=CONTRACT,
            passed=all(report.passed for report in of_asset),
            metadata=telling.of_check(of_asset),
        )


class ReleaseConfig(dg.Config):
    """What a person may ask of the next release of a package, in the launchpad or on the command line."""

    notes: str = Field(default="", description="Notes for the changelog of the release, in Markdown")
    bump: str = Field(
        default="none",
        pattern="^(none|patch|minor|major)$",
        description="Smallest bump of the version: major where a column means something else now",
    )


def asset_name(package: Package) -> str:
    """The name of the asset that releases a package."""
    return f"{package.name.replace('-', '_')}_package"


def _package_asset(package: Package) -> dg.AssetsDefinition:
    @dg.asset(
        name=asset_name(package),
        group_name="4_publish",
        kinds={"parquet", "csv"},
        owners=OWNERS,
        deps=[spec.name for spec in package.tables],
        description=f"{package.title}. {package.description} Immutable releases below `releases/{package.name}/`.",
    )
    def release(
        context: dg.AssetExecutionContext, config: ReleaseConfig, project: ProjectResource
    ) -> dg.MaterializeResult[None]:
        wish = Wish(config.notes, Bump[config.bump.upper()])
        with project.writing() as opened:
            made = make_release(package, project.project, opened, wish)
        if made and made.is_new:
            context.log.info(f"published {made.version}")
        return dg.MaterializeResult(metadata=telling.of_release(made))

    return release


packages = [_package_asset(package) for package in PACKAGES]


@dg.asset(
    group_name="5_look",
    kinds={"html"},
    owners=OWNERS,
    deps=[*(package.key for package in packages), "corrections"],
)
def catalogue(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
    """The static site over the releases in `catalogue/`: pictures, records with their quotes, search, SQL, feeds."""
    with project.writing():
        built = make_catalogue(project.project)
    if built.is_new:
        context.log.info(f"{built.files} files for {built.records} records")
    return dg.MaterializeResult(metadata=telling.of_catalogue(built, project.project.catalogue))


@dg.asset(group_name="6_quality", kinds={"python", "html"}, owners=OWNERS, code_version=extractor_version())
def extraction_quality(context: dg.AssetExecutionContext, project: ProjectResource) -> dg.MaterializeResult[None]:
    """How well the annotated corpus is read, as figures that are plotted over time, and a report in `.quality/`."""
    articles = measure(project.project.corpus)
    report = write_report(articles, project.project.quality)
    context.log.info(f"{len(articles)} annotated articles measured")
    return dg.MaterializeResult(metadata=telling.of_quality(articles, report))


WHOLE_WAY = dg.AssetSelection.all() - dg.AssetSelection.assets(extraction_quality)
"""What a run makes of raw/. Quality is measured when it is asked for."""
