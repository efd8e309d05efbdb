"""A small recipe for tests, and ways to change one passage of it."""

from pathlib import Path

from engine.errors import Fault
from engine.tables.recipe import Recipe
from engine.tables.recipe_proof import examine_recipe
from engine.vocabulary import Vocabulary

SMALL = """\
id: small
title: {en: A table, es: Una tabla}
table:
  publisher: An office
  attribution: An office, 2024
  terms: {en: Free, es: Libre}
  period: 2024
  as_of: 2024
locality:
  id: "XX-{code:3}"
  name: "{town}"
  country: EC
  latitude: lat
  longitude: lon
  leave_out: [{column: code, is: [0], because: {en: A total, es: Un total}}]
columns:
  code: {scope: locality}
  town: {scope: locality}
  lat: {scope: locality}
  lon: {scope: locality}
  deaths: {scope: locality, missing: [-99], because: {en: A mark, es: Una marca}}
  deaths_before: {scope: locality}
  people: {scope: locality, between: [1, 1000000]}
  groups: {scope: locality}
  risk: {scope: locality}
  state_share: {scope: region, between: [0, 1]}
  index: {scope: country}
factors:
  - factor: homicide_rate
    number: {per_100k: [deaths, people]}
    basis: observed
    limits: {en: Recorded, es: Registrados}
  - factor: homicide_trend
    value: {ratio: [deaths, deaths_before]}
    only_if: [{of: {sum: [deaths, deaths_before]}, at_least: 20, because: {en: Few, es: Pocos}}]
    bands:
      - {below: 0.5, level: falling_fast, source: anchor, because: {en: Half, es: Mitad}}
      - {below: 1.5, possible: [falling, stable, rising], ours: true, because: {en: So, es: Así}}
      - {level: spiking, ours: true, because: {en: Much, es: Mucho}}
    basis: observed
    limits: {en: One year, es: Un año}
  - factor: group_count
    at_least: {count_items: groups}
    basis: proxy
    limits: {en: News, es: Noticias}
  - factor: forced_displacement
    value: risk
    map:
      High: {possible: [present, mass], ours: true, because: {en: Near, es: Cerca}}
      Low: {unknown: true, ours: true, because: {en: Any, es: Cualquiera}}
    basis: proxy
    limits: {en: Risk, es: Riesgo}
unknown:
  - {factors: [extortion], because: {en: Not counted, es: No se cuenta}}
tests:
  - row: {code: 1, deaths: 30, deaths_before: 10, people: 100000, groups: A; B, risk: High}
    gives:
      homicide_rate: 30
      homicide_trend: spiking
      group_count: {possible: {at_least: 2}}
      forced_displacement: {possible: [present, mass]}
  - row: {code: 1}
    gives: {id: XX-001}
"""

HEADER = "code,town,lat,lon,deaths,deaths_before,people,groups,risk,state_share,index"


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The recipe with one passage changed; the passage must stand there exactly once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def examined(
    folder: Path, vocabulary: Vocabulary, text: str = SMALL
) -> tuple[Recipe | None, list[Fault]]:
    """The recipe read from a file, and what is wrong with it."""
    path = folder / "small.yaml"
    path.write_text(text, "utf-8")
    return examine_recipe(path, vocabulary)


def sound(folder: Path, vocabulary: Vocabulary, text: str = SMALL) -> Recipe:
    """A recipe that must be sound."""
    recipe, faults = examined(folder, vocabulary, text)
    assert not faults, [fault.sentence() for fault in faults]
    assert recipe is not None
    return recipe
