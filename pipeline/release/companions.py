"""What lies beside the data for machines: Croissant (schema.org JSON-LD), citation, licence.

Croissant 1.0 is https://docs.mlcommons.org/croissant/docs/croissant-spec.html, CITATION.cff 1.2.0 is
https://citation-file-format.github.io/.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from pipeline.release.descriptor import AUTHOR, KEYWORDS, LICENSE, Edition
from schemas.table import Kind, TableSpec

_DATA_TYPES: dict[Kind, str] = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "decimal": "sc:Float",
    "date": "sc:Date",
    "timestamp": "sc:DateTime",
    "boolean": "sc:Boolean",
    "list": "sc:Text",
}

# as https://github.com/mlcommons/croissant prints it for version 1.0
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "equivalentProperty": "cr:equivalentProperty",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(edition: Edition, folder: Path, hashes: Mapping[str, str]) -> bytes:
    """`croissant.json`: the dataset, its CSV files in `folder` with their hashes, and a record set for each table."""
    package = edition.package
    specs = [table.spec for table in edition.tables]
    content = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package.name,
        "identifier": edition.identifier,
        "alternateName": package.title,
        "description": package.description,
        "license": LICENSE["path"],
        "version": edition.version.number,
        "datePublished": edition.context.created_text[:10],
        "url": f"urn:uuid:{edition.identifier}",
        "citeAs": cite_as(edition),
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": path,
                "name": path,
                "contentUrl": path,
                "contentSize": f"{(folder / path).stat().st_size} B",
                "encodingFormat": "text/csv",
                "sha256": hashes[path],
            }
            for path in (f"data/{table.spec.name}.csv" for table in edition.tables)
        ],
        "recordSet": [_record_set(spec, _followed(spec, specs)) for spec in specs],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _followed(spec: TableSpec, specs: Sequence[TableSpec]) -> dict[str, str]:
    """Foreign keys that Croissant's readers can follow: they join tables, and fail where references form a circle."""
    pointing_back = {other.name for other in specs for key in other.foreign_keys if key.table == spec.name}
    later = {other.name for other in specs[specs.index(spec) :]}
    inside = {other.name for other in specs} - (pointing_back & later)
    return {key.column: f"{key.table}/{key.reference}" for key in spec.foreign_keys if key.table in inside}


def _record_set(spec: TableSpec, targets: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": spec.name,
        "name": spec.name,
        "description": spec.description,
        "key": [{"@id": f"{spec.name}/{column}"} for column in spec.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{spec.name}/{column.name}",
                "name": column.name,
                "description": column.description,
                "dataType": _DATA_TYPES[column.kind],
                "source": {"fileObject": {"@id": f"data/{spec.name}.csv"}, "extract": {"column": column.name}},
                **({"references": {"field": {"@id": targets[column.name]}}} if column.name in targets else {}),
            }
            for column in spec.columns
        ],
    }


def cite_as(edition: Edition) -> str:
    """The release as one line of a bibliography."""
    year = edition.context.created_text[:4]
    return f"{AUTHOR} ({year}). {edition.package.title}, version {edition.version.number}. Bridge Power."


def citation(edition: Edition) -> bytes:
    """`CITATION.cff`; its values are JSON strings, which YAML takes as they are."""
    quoted = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite this release, and the articles behind the rows you use.",
        "type": "dataset",
        "title": f"Bridge Power: {edition.package.title}",
        "abstract": edition.package.description,
        "version": edition.version.number,
        "date-released": edition.context.created_text[:10],
        "license": LICENSE["name"],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in quoted.items()]
    lines += ["authors:", f"  - name: {json.dumps(AUTHOR)}", "keywords:"]
    lines += [f"  - {json.dumps(word)}" for word in KEYWORDS]
    lines += ["identifiers:", "  - type: other", f"    value: {json.dumps(f'urn:uuid:{edition.identifier}')}"]
    return "\n".join(lines).encode() + b"\n"


def licence() -> bytes:
    """`LICENSE`: what may be done with the data, and that the articles are not among them."""
    notice = (
        "The data in this release are licensed under Creative Commons Attribution 4.0 International, as below.\n"
        "The articles that they quote stay their publishers'; no article is part of this release.\n\n"
    )
    return notice.encode() + resources("pipeline.release").joinpath("vendored", "CC-BY-4.0.txt").read_bytes()
