"""``remanso batch``: advice on a whole table of localities."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.bar import Bar
from api.cli.entities import Entities, entity_tables
from api.cli.failures import refuse, told
from api.cli.options import Lang, Processes, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.knowledge.model import Knowledge
    from engine.tables.batch import Batch, Summary, Workers

BATCH_EXAMPLE = example(
    "remanso batch profiles.csv --out advice.parquet --top 5",
    "remanso batch profiles.csv --entities groups=groups.csv --out advice.geojson",
    "remanso batch profiles.parquet --rank-localities-for prison_control_recovery --out r.csv",
    "remanso batch profiles.csv --out advice.parquet --resume",
    "remanso batch profiles.parquet --out advice.parquet --engine spark --master spark://host:7077",
)


class Engine(StrEnum):
    """Where the work is done."""

    local = "local"
    spark = "spark"


ADVISED = Text(
    "{0} of {1} localities advised; {2} set aside.",
    "{0} de {1} localidades con recomendación; {2} apartadas.",
)
WRITTEN = Text("Written: {0}", "Escrito: {0}")
OPTION, VERDICTS = Text("option", "opción"), Text("verdicts", "veredictos")
MISSING = Text(
    "What is most often missing (localities in which a rule waits for it)",
    "Lo que más falta (localidades en las que una regla lo espera)",
)
SHOWN = 8  # options and factors in the summary on the screen; the file has all

Profiles = Annotated[
    Path,
    typer.Argument(
        help="A profile table: CSV, Parquet, Excel, or JSON lines. `remanso import` makes one "
        "from a public table.",
        metavar="PROFILES",
    ),
]
Out = Annotated[Path, typer.Option(help="Where the advice goes: .parquet, .csv or .geojson.")]
Top = Annotated[int, typer.Option(min=1, help="How many options of each locality.")]
RankedFor = Annotated[
    str | None,
    typer.Option(
        "--rank-localities-for",
        help="Rank the localities for this intervention instead.",
        show_default=False,
        metavar="INTERVENTION",
    ),
]
WithRules = Annotated[
    bool,
    typer.Option(
        "--with-rules",
        help="Write a second file: which rules fire and which are undecided in each locality.",
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Take up an interrupted batch where it stopped.")
]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help="Replace the file, or an interrupted batch, if there."),
]
WorkedBy = Annotated[
    Engine, typer.Option(help="Where the work is done: on this machine, or on Spark's.")
]
Master = Annotated[
    str | None,
    typer.Option(
        help="Spark's master, such as spark://host:7077. By default the one that Spark's own "
        "configuration names, or local[*]. All machines must see the tables' folders and the "
        "output's.",
        show_default=False,
        metavar="URL",
    ),
]


def batch(
    profiles: Profiles,
    *,
    out: Out,
    entities: Entities = None,
    top: Top = 10,
    option: RankedFor = None,
    with_rules: WithRules = False,
    weights: Weights = None,
    resume: Resume = False,
    overwrite: Overwrite = False,
    engine: WorkedBy = Engine.local,
    master: Master = None,
    workers: Processes = 0,
    lang: Lang = None,
) -> None:
    """Rank the interventions for every locality of a table, in bounded memory.

    Rows that cannot be read are set aside in a file beside the advice, each with the reason; the
    others go on.
    """
    spoken = language(lang)
    with told(spoken):
        if master is not None and engine is not Engine.spark:
            refuse("--master", Text("only with --engine spark", "solo con --engine spark"))
        from engine.library import open_library
        from engine.tables.advice import Wanted
        from engine.tables.batch import Batch, run
        from engine.tables.sources import ProfileTable

        knowledge = open_library()
        asked = Batch(
            ProfileTable(profiles, entity_tables(knowledge, entities or [])),
            Wanted(parts(weights_given(weights or []), knowledge), top, option, with_rules),
            out,
            workers=workers,
        )
        by = _cluster(master) if engine is Engine.spark else None
        with Bar(spoken) as bar:
            summary = run(asked, resume=resume, overwrite=overwrite, told=bar.show, by=by)
        _tell(knowledge, asked, summary, spoken)


def _cluster(master: str | None) -> "Workers":
    from engine.tables import spark

    return spark.Workers(master)


def _tell(knowledge: "Knowledge", asked: "Batch", summary: "Summary", spoken: Language) -> None:
    from api.cli.rendering.screen import listing, screen
    from engine.wording import VERDICTS as WORDS

    typer.echo(ADVISED.in_(spoken).format(summary.advised, summary.rows, summary.rejected))
    console = screen()
    wanted = ("strong_for", "conditional_for")
    best = sorted(
        summary.verdicts,
        key=lambda slug: -sum(summary.verdicts[slug].get(verdict, 0) for verdict in wanted),
    )
    rows = (
        [
            knowledge.interventions[slug].name.in_(spoken),
            ", ".join(
                f"{WORDS[verdict].in_(spoken)}: {count}"
                for verdict, count in summary.verdicts[slug].items()
            ),
        ]
        for slug in best[:SHOWN]
    )
    listing(console, [OPTION.in_(spoken), VERDICTS.in_(spoken)], rows)
    typer.echo(f"{MISSING.in_(spoken)}:")
    for slug, count in list(summary.blocking.items())[:SHOWN]:
        typer.echo(f"  {count:>9}  {knowledge.vocabulary.factors[slug].name.in_(spoken)} ({slug})")
    files = [asked.out, asked.summary, asked.localities, asked.rejects]
    written = ", ".join(str(path) for path in files if path.exists())
    typer.echo(WRITTEN.in_(spoken).format(written))
