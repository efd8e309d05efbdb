"""A table that a recipe reads, inside the process of a batch: what is seen before it is taken."""

import csv
from pathlib import Path

import pytest

from api.batches.importing import Imported
from api.batches.job import RULES, Job
from api.batches.worker import worked
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.library import rules_folder
from engine.tables.importing import Summary
from engine.tables.results import reject_page

COLOMBIA = Path(__file__).parents[1] / "tables" / "data" / "co_municipality_2024.csv"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("name,hierarchy\nA,weak\n", "groups.locality"),
        ("locality,name,sise\nx,A,1\n", "groups.sise"),
        ("locality,name\nx\n", "groups.csv"),
    ],
)
def test_a_list_beside_a_recipe_is_looked_at_first(
    knowledge: Knowledge, tmp_path: Path, content: str, where: str
) -> None:
    """Whoever sends it hears of its head at once, not from a batch that could not be worked out."""
    (tmp_path / RULES).symlink_to(rules_folder())
    listed = tmp_path / "groups.csv"
    listed.write_text(content, "utf-8")
    job = Job(
        folder=str(tmp_path),
        profiles=str(COLOMBIA),
        entities={"groups": str(listed)},
        weights=None,
        top=1,
        option=None,
        with_rules=False,
        format="parquet",
        rules=knowledge.content_hash,
        recipe="colombia-2024",
        only_check=True,
    )
    with pytest.raises(ProfileError) as error:
        worked(job, print)
    assert error.value.faults[0].where == where


def test_rejects_keep_the_row_of_an_id_that_looks_like_a_formula(tmp_path: Path) -> None:
    """It is written harmlessly, and found again as it was."""
    path = tmp_path / "a.rejects.csv"
    later = [["table", "row", "id", "column", "reason", "motivo"], ["", "1", "'-x", "", "b", "m"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(later)
    first = ("", 3, "", "=cmd", "=bad", "=malo")

    Imported(tmp_path, Summary(), (first,), {"-x": 7}).tell_rejects(path)

    told, _ = reject_page(path, 10, 0)
    assert [(item["row"], item["id"], item["column"]) for item in told] == [
        ("3", "", "=cmd"), ("7", "-x", "")
    ]  # fmt: skip
    assert ",'=cmd," in path.read_text("utf-8")
