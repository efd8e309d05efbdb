"""``remanso rules parity``: whether the three evaluators say the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.bar import Bar
from api.cli.entities import Entities, entity_tables
from api.cli.failures import told
from api.cli.options import EXIT_FAULTY, Lang, Processes, example, language
from api.speech import safe
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.parity import Difference, Report

PARITY_EXAMPLE = example(
    "remanso rules parity",
    "remanso rules parity profiles.csv --sample 200",
    "remanso rules parity profiles.csv --entities groups=groups.csv --lang es",
)

LOCALITIES = Text("Localities: {0} ({1}); set aside: {2}", "Localidades: {0} ({1}); apartadas: {2}")
CASES = Text("documented", "documentadas")
COMPARED = Text(
    "Rules: {0}, by oracle, durable_rules and columns. Options: {1}, by single answer and columns.",
    "Reglas: {0}, por oráculo, durable_rules y columnas. "
    "Opciones: {1}, por respuesta individual y columnas.",
)
CELLS = Text("Compared: {0} cells", "Comparado: {0} celdas")
DIFFERENCES = Text("Differences: {0}", "Diferencias: {0}")
HASH = Text("Hash of all outcomes: {0}", "Huella de todos los resultados: {0}")
MORE = Text("... and {0} more", "... y {0} más")


Tables = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Profile tables whose rows are compared too.",
        metavar="[PROFILES]...",
        show_default=False,
    ),
]
Sample = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Only so many localities of each table and of the documented ones, evenly spread.",
        show_default=False,
    ),
]


def parity(
    tables: Tables = None,
    *,
    entities: Entities = None,
    sample: Sample = None,
    workers: Processes = 0,
    lang: Lang = None,
) -> None:
    """Compare the three evaluators, on all documented localities and on tables.

    Every rule must have the same state by the oracle, which says what rules mean, by durable_rules,
    which gives single answers, and by columns, which give tables; every intervention the same
    total, verdict and place. Ends with 1 when anything differs.
    """
    spoken = language(lang)
    with told(spoken):
        from engine import parity
        from engine.library import open_library
        from engine.tables.sources import ProfileTable

        beside = entity_tables(open_library(), entities or [])
        given = [ProfileTable(path, beside) for path in tables or []]
        with Bar(spoken) as bar:
            report = parity.parity(given, sample=sample, workers=workers, told=bar.reach)
        _tell(report, spoken)
        if report.differing:
            raise typer.Exit(EXIT_FAULTY)


def _tell(report: "Report", spoken: Language) -> None:
    named = {**dict.fromkeys(report.localities, Text.same("")), "cases": CASES}
    parts = [
        f"{(named[name].in_(spoken)) or name}: {count:,}"
        for name, count in report.localities.items()
    ]
    total = sum(report.localities.values())
    typer.echo(
        LOCALITIES.in_(spoken).format(f"{total:,}", safe(", ".join(parts)), report.set_aside)
    )
    typer.echo(COMPARED.in_(spoken).format(report.rules, report.options))
    typer.echo(CELLS.in_(spoken).format(f"{report.cells:,}"))
    typer.echo(DIFFERENCES.in_(spoken).format(report.differing))
    for difference in report.differences:
        typer.echo(f"  {_sentence(difference)}")
    if more := report.differing - len(report.differences):
        typer.echo(f"  {MORE.in_(spoken).format(more)}")
    typer.echo(HASH.in_(spoken).format(report.hash))


def _sentence(difference: "Difference") -> str:
    said = ", ".join(f"{who}: {what}" for who, what in difference.said.items())
    return safe(f"{difference.locality}, {difference.of}: {said}")
