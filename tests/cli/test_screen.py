"""The screen: lists for people and for programs, text that a terminal must not obey."""

import io

from api.cli.rendering.report import escaped
from api.cli.rendering.screen import listing, screen, show, words
from api.speech import safe

TITLES = ("id", "says")
ROWS = [("a-rule", "first\tsecond"), ("another-rule", "[bold]third[/bold]")]


def test_a_program_receives_one_line_per_row() -> None:
    """Into a pipe go cells between tabs, without a heading."""
    file = io.StringIO()
    listing(screen(file), TITLES, ROWS)

    assert file.getvalue() == "a-rule\tfirst second\nanother-rule\t[bold]third[/bold]\n"


def test_a_person_receives_a_table() -> None:
    """On a terminal the list has its heading, and names are never broken."""
    file = io.StringIO()
    console = screen(file, terminal=True)
    console.width = 24
    listing(console, TITLES, ROWS)
    printed = file.getvalue()

    assert "says" in printed
    assert "another-rule" in printed
    assert "─" in printed


def test_colour_only_on_a_terminal() -> None:
    """Styles are printed where someone looks, and nowhere else."""
    seen, piped = io.StringIO(), io.StringIO()
    show(screen(seen, terminal=True), [words(("Town", "bold"))])
    show(screen(piped), [words(("Town", "bold"))])

    assert "\x1b[1m" in seen.getvalue()
    assert piped.getvalue() == "Town\n"


def test_lines_end_where_their_words_end() -> None:
    """A program receives no spaces that only fill a line."""
    file = io.StringIO()
    show(screen(file), [words("a " * 200)])

    assert all(line == line.rstrip() for line in file.getvalue().splitlines())


def test_unsafe_characters_are_shown_not_obeyed() -> None:
    """Control characters, direction marks and lone surrogates lose their power."""
    assert safe("a\x1b[31mb\u202ec\x9bd\x00") == "a�[31mb�c�d�"
    assert safe("two\nlines\tone") == "two lines one"
    assert safe("\ud800") == "\\ud800"


def test_markdown_shows_words_as_they_are() -> None:
    """What would be markup in a report is escaped."""
    assert escaped("a|b <i> *c* [d](e) #f") == "a\\|b \\<i\\> \\*c\\* \\[d\\](e) \\#f"
