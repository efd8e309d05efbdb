"""``remanso advise``: what a reader sees, and what a program receives."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from api import citations, selection
from engine.advice import EXPLAIN, advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language, Text
from tests.cli.conftest import Run
from tests.cli.tables import rows, section

ENGLISH = ("#", "Option", "Verdict", "Score", "Strongest reason")
SPANISH = ("#", "Opción", "Veredicto", "Puntaje", "Razón más fuerte")


@pytest.fixture(scope="module")
def brief(remanso: Run) -> str:
    return remanso("advise", "guayaquil-2024").output


@pytest.fixture(scope="module")
def breve(remanso: Run) -> str:
    return remanso("advise", "guayaquil-2024", "--lang", "es").output


def test_brief_begins_with_the_place_and_what_is_known(brief: str, guayaquil: Answer) -> None:
    """The first lines name the place and say how much of it is known."""
    known = len(guayaquil.profile["factors"])

    assert brief.startswith("Guayaquil, EC")
    assert f"{known} of 115 factors are known" in brief


@pytest.mark.parametrize("lang", LANGUAGES)
def test_verdicts_are_counted_after_their_name(
    remanso: Run, knowledge: Knowledge, lang: Language
) -> None:
    """A name agrees with every number that follows it, in either language."""
    answer = advise(knowledge, knowledge.cases["guayaquil-2024"].profile, language=lang)
    count = Counter(option.verdict_name for option in answer.ranking)
    printed = " ".join(remanso("advise", "guayaquil-2024", "--lang", lang).output.split())

    assert all(f"{name}: {number}" in printed for name, number in count.items())
    assert not any(f"{number} {name}" in printed for name, number in count.items())


def test_brief_shows_ten_core_options_in_rank_order(brief: str, guayaquil: Answer) -> None:
    """The first ten core options stand with rank, verdict in words, and score."""
    printed = {int(row[0]): row for row in rows(section(brief, "WHAT TO DO"), ENGLISH)}
    core = [o for o in guayaquil.ranking if o.core and not selection.certain(o)][:10]

    assert len(core) == 10
    for option in core:
        row = printed[option.rank]
        assert row[1].startswith(option.name)
        assert row[2].endswith(option.verdict_name)
        assert row[3] == f"{option.score:.2f}"


def test_each_option_shows_its_strongest_reason_and_who_says_so(
    brief: str, guayaquil: Answer
) -> None:
    """The reason that moves the score most stands beside the option, with its claims."""
    printed = {int(row[0]): row[4] for row in rows(section(brief, "WHAT TO DO"), ENGLISH)}
    best = selection.strongest(guayaquil.ranking[0].reasons_for)

    assert best is not None
    assert f"For: {best.title}." in printed[1]
    assert best.claims[0] in printed[1]


def test_open_preconditions_and_safeguards_are_told(brief: str, guayaquil: Answer) -> None:
    """What an option must wait for, or go with, stands under its reason."""
    printed = {int(row[0]): row[4] for row in rows(section(brief, "WHAT TO DO"), ENGLISH)}
    shown = [option for option in guayaquil.ranking if option.rank in printed]
    waiting = [option for option in shown if selection.pressing(option) and option.core]
    guarded = [option for option in shown if option.safeguards and option.core]

    assert waiting
    assert guarded
    for option in waiting:
        first = selection.pressing(option)[0]
        label = "Held back until: " if first.holds_back else "Condition: "
        assert f"{label}{first.text} [" in printed[option.rank]
    for option in guarded:
        assert "Together with: " in printed[option.rank]


def test_a_variant_stands_under_what_it_varies(brief: str, guayaquil: Answer) -> None:
    """A variant that ranks lower than its option is indented under it, whatever its own rank."""
    printed = rows(section(brief, "WHAT TO DO"), ENGLISH)
    ranks = [int(row[0]) for row in printed]
    entries = [e for e in selection.entries(guayaquil.ranking) if e.variants]

    assert entries
    for entry in entries:
        place = ranks.index(entry.option.rank)
        for offset, variant in enumerate(entry.variants, start=1):
            assert ranks[place + offset] == variant.rank
            assert printed[place + offset][1].startswith("↳")


def test_what_does_harm_is_named_with_why(brief: str, guayaquil: Answer) -> None:
    """Every option that is surely contraindicated is listed, the worst first, with a reason."""
    printed = rows(section(brief, "CONTRAINDICATED HERE"), (*ENGLISH[:4], "Why not"))
    harmful = selection.contraindicated(guayaquil.ranking)

    assert [int(row[0]) for row in printed] == [option.rank for option in harmful]
    assert len(harmful) > 1
    for row, option in zip(printed, harmful, strict=True):
        assert any(item.title in row[4] for item in option.contraindications)
        assert any(claim in row[4] for item in option.contraindications for claim in item.claims)


def test_warnings_stand_on_top(brief: str, guayaquil: Answer, knowledge: Knowledge) -> None:
    """The warnings that this profile called up stand before the options."""
    called = selection.local_caveats(guayaquil, knowledge)
    shown = " ".join(section(brief, "READ THIS FIRST").split())

    assert brief.index("READ THIS FIRST") < brief.index("WHAT TO DO")
    assert called[0].text in shown
    assert "More warnings: " in shown


def test_questions_are_asked_most_decisive_first(brief: str, guayaquil: Answer) -> None:
    """Ten questions are asked, in the answer's own order."""
    asked = " ".join(section(brief, "WHAT TO ASK NEXT").split())
    places = [asked.index(item.question) for item in guayaquil.needed[:10]]

    assert places == sorted(places)
    assert guayaquil.needed[10].question not in asked


def test_brief_says_how_to_see_more(brief: str) -> None:
    """The last lines are commands that exist."""
    more = section(brief, "TO SEE MORE")

    for command in ("--format markdown", "rules show", "claims show"):
        assert command in more


def test_nothing_known_gives_questions_and_no_confident_list(remanso: Run) -> None:
    """An empty profile is told so, asked first, and its options are no advice."""
    printed = remanso("advise", "-", given="name: Nowhere\n").output

    assert "Too little is known for a recommendation" in printed
    assert printed.index("WHAT TO ASK NEXT") < printed.index("THE OPTIONS, IN NO FIRM ORDER YET")
    assert "WHAT TO DO" not in printed


def test_spanish_brief_has_the_same_ranks_scores_and_claims(brief: str, breve: str) -> None:
    """The language changes words only."""
    english = rows(section(brief, "WHAT TO DO"), ENGLISH)
    spanish = rows(section(breve, "QUÉ HACER"), SPANISH)

    assert [row[::3] for row in spanish] == [row[::3] for row in english]
    assert "LEA ESTO PRIMERO" in breve
    assert "QUÉ PREGUNTAR AHORA" in breve
    assert "recomendación" in breve
    assert "recommended" not in breve


@pytest.mark.parametrize("columns", [72, 80, 100, 120, 200])
def test_brief_fits_its_window(remanso: Run, columns: int) -> None:
    """No line is wider than the window, nor than a line that one can read."""
    result = remanso("advise", "guayaquil-2024", "--lang", "es", env={"COLUMNS": str(columns)})

    assert max(map(len, result.output.splitlines())) <= min(columns, 120)


def test_no_colour_when_nobody_looks(brief: str) -> None:
    """Into a pipe goes plain text."""
    assert "\x1b" not in brief


def test_json_is_exactly_the_answer(remanso: Run, guayaquil: Answer) -> None:
    """Programs receive what the service would send, all interventions ranked."""
    result = remanso("advise", "guayaquil-2024", "--format", "json")

    assert result.output == guayaquil.model_dump_json() + "\n"
    assert len(json.loads(result.output)["ranking"]) == 71


def test_yaml_says_the_same_as_json(remanso: Run, guayaquil: Answer) -> None:
    """The same content, in plain YAML without aliases."""
    result = remanso("advise", "guayaquil-2024", "--format", "yaml", "--explain", "summary")
    summary = remanso("advise", "guayaquil-2024", "--format", "json", "--explain", "summary")
    read = yaml.load(result.output, Loader=yaml.CSafeLoader)

    assert read == json.loads(summary.output)
    assert guayaquil.ruleset.hash == read["ruleset"]["hash"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_markdown_is_a_whole_report(
    remanso: Run, guayaquil: Answer, knowledge: Knowledge, lang: Language
) -> None:
    """Every option is in the report, and every cited claim stands in its sources with its page."""
    report = remanso("advise", "guayaquil-2024", "--format", "markdown", "--lang", lang).output
    sources = report.split(Text("\n## Sources", "\n## Fuentes").in_(lang))[1]

    assert report.startswith("# Guayaquil, EC")
    for option in guayaquil.ranking:
        assert f"\n### {option.rank}. " in report
    for name in guayaquil.claims:
        claim = knowledge.claims[name]
        entry = next(line for line in sources.splitlines() if line.startswith(f"- **{name}** ("))
        assert claim.page is None or citations.pages(claim.page, lang) in entry


@pytest.mark.parametrize("depth", EXPLAIN)
def test_every_depth_is_printed_in_every_form(remanso: Run, depth: str) -> None:
    """Each explanation level works as a table and as a report; conditions at depth only."""
    table = remanso("advise", "monterrey-2009-13", "--explain", depth)
    report = remanso("advise", "monterrey-2009-13", "--explain", depth, "--format", "markdown")

    assert (table.exit_code, report.exit_code) == (0, 0)
    assert ("[true]" in table.output) == (depth in ("conditions", "full"))
    assert ("\\[true\\]" in report.output) == (depth in ("conditions", "full"))


def test_weights_change_the_answer(remanso: Run, knowledge: Knowledge) -> None:
    """Weights given in several options are taken together and normalised."""
    arguments = ("--weights", "feasibility=4,problem=1", "--weights", "certainty=0")
    result = remanso("advise", "duran-2024", "--format", "json", *arguments)
    weights = {"feasibility": 4.0, "problem": 1.0, "certainty": 0.0}
    wanted = advise(knowledge, knowledge.cases["duran-2024"].profile, weights=weights)

    assert json.loads(result.output)["weights"] == wanted.model_dump(mode="json")["weights"]
    assert json.loads(result.output)["decision_id"] == wanted.decision_id


@pytest.mark.parametrize("option", ["--actor", "--level"])
@pytest.mark.parametrize("who", ["municipal", "donors"])
def test_an_actor_sees_what_it_can_do_itself(
    remanso: Run, knowledge: Knowledge, guayaquil: Answer, option: str, who: str
) -> None:
    """Only what a level or an institution can do itself is listed, with its rank in the whole."""
    result = remanso("advise", "guayaquil-2024", "--format", "json", option, who)
    kept = {item["intervention"]: item["rank"] for item in json.loads(result.output)["ranking"]}
    catalogue = knowledge.interventions

    assert kept == {
        o.intervention: o.rank
        for o in guayaquil.ranking
        if who in o.level or who in catalogue[o.intervention].led_by
    }
    assert 0 < len(kept) < 71


@pytest.mark.parametrize(
    ("lang", "who"), [("en", "municipal and donors"), ("es", "municipal y coop")]
)
def test_a_filtered_answer_says_so(remanso: Run, lang: str, who: str) -> None:
    """JSON tells it as a notice, Markdown in a line; an answer left whole says nothing."""
    asked = ("advise", "guayaquil-2024", "--explain", "summary", "--lang", lang)
    actors = ("--actor", "municipal", "--actor", "donors")
    told, whole = (
        json.loads(remanso(*asked, "--format", "json", *only).output)["notices"]
        for only in (actors, ())
    )
    report = remanso(*asked, "--format", "markdown", *actors).output

    assert [notice["where"] for notice in told] == [*(n["where"] for n in whole), "ranking"]
    assert who in told[-1]["what"]
    assert report.count(told[-1]["what"]) == 1
    assert told[-1]["what"] not in remanso(*asked, "--format", "markdown").output


def test_an_actors_table_names_the_actor(remanso: Run) -> None:
    """The heading says whose options these are, in words."""
    result = remanso("advise", "guayaquil-2024", "--actor", "municipal", "--lang", "es")

    assert "QUÉ PUEDE HACER: MUNICIPAL" in result.output


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.json", '{"decision_id"'), ("a.yaml", "decision_id"), ("a.md", "# Guay"), ("a", "Guay")],
)
def test_out_writes_the_form_that_its_ending_names(
    remanso: Run, tmp_path: Path, name: str, begins: str
) -> None:
    """--out writes a file and keeps standard output free."""
    result = remanso("advise", "guayaquil-2024", "--out", tmp_path / name, "--explain", "summary")

    assert result.stdout == ""
    assert str(tmp_path / name) in result.stderr
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_a_profile_is_read_from_each_source_alike(remanso: Run, tmp_path: Path) -> None:
    """YAML, JSON and standard input give the same decision."""
    profile = {"name": "Río", "country": "BR", "factors": {"fragmentation": "fragmented"}}
    text = json.dumps(profile)
    (tmp_path / "p.json").write_text("\ufeff" + text, "utf-8")
    (tmp_path / "p.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    ways: list[tuple[tuple[object, ...], str | None]] = [
        ((tmp_path / "p.json",), None),
        ((tmp_path / "p.yaml",), None),
        (("-",), text),
        (("-",), yaml.safe_dump(profile)),
    ]
    results = [
        remanso("advise", *way, "--format", "json", "--explain", "summary", given=given)
        for way, given in ways
    ]

    assert [result.exit_code for result in results] == [0, 0, 0, 0]
    assert len({result.stdout for result in results}) == 1


def test_a_profile_never_steers_the_terminal(remanso: Run) -> None:
    """Escape sequences and markup in a profile are shown, not obeyed."""
    profile = json.dumps({"name": "\x1b]0;owned\x07 [bold]A[/bold] \u202egnp", "factors": {}})
    table = remanso("advise", "-", given=profile).output
    report = remanso("advise", "-", "--format", "markdown", given=profile).output

    for printed in (table, report):
        assert "\x1b" not in printed
        assert "\x07" not in printed
        assert "\u202e" not in printed
    assert "[bold]A[/bold]" in table
    assert "\\[bold\\]A" in report


def test_a_second_call_parses_no_yaml(process: Callable) -> None:
    """What was read once is not parsed again: only its content decides."""
    poison = "import yaml\ndef refuse(*a, **k): raise RuntimeError('parsed')\nyaml.parse = refuse"
    arguments = ("advise", "duran-2024", "--format", "json", "--explain", "summary")
    cold = process(*arguments, first=poison)
    warm = process(*arguments)
    again = process(*arguments, first=poison)

    assert cold.returncode != 0
    assert "parsed" in cold.stderr
    assert again.returncode == 0, again.stderr
    assert again.stdout == warm.stdout


def test_a_process_writes_utf8_and_no_colour(process: Callable) -> None:
    """Even where the locale knows no accents, a pipe receives readable text."""
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "REMANSO_LANG": "es"}
    result = process("advise", "duran-2024", env=locale)

    assert result.returncode == 0, result.stderr
    assert "QUÉ HACER" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_line_of_a_table_is_a_profile(remanso: Run, tmp_path: Path) -> None:
    """What `remanso import` wrote of one locality can be asked about by itself, id and all."""
    line = {"id": "MX-08037", "country": "MX", "factors": {"extortion": "common"}}
    path = tmp_path / "line.json"
    path.write_text(json.dumps(line), "utf-8")

    result = remanso("advise", str(path), "--format", "json")

    assert result.exit_code == 0, result.output
    assert "id" not in json.loads(result.stdout)["profile"]
