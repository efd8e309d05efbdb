"""Reading a printed table back: what stands in which column."""

from itertools import pairwise


def rows(printed: str, titles: tuple[str, ...]) -> list[list[str]]:
    """The rows of the table that stands under these titles, their wrapped cells joined again."""
    lines = printed.splitlines()
    head = next(i for i, line in enumerate(lines) if all(title in line for title in titles))
    starts = [lines[head].index(title) for title in titles]
    bounds = list(pairwise([0, *starts[1:], 10_000]))
    found: list[list[str]] = []
    for line in lines[head + 2 :]:
        if line and not line[0].isspace() and not line.lstrip()[0].isdigit():
            break
        cells = [line[start:end].strip() for start, end in bounds]
        if cells[0]:
            found.append(cells)
        elif found:
            found[-1] = [f"{old} {new}".strip() for old, new in zip(found[-1], cells, strict=True)]
    return found


def section(printed: str, title: str) -> str:
    """What stands under a heading, up to the next one."""
    lines = printed.splitlines()
    start = lines.index(title) + 1
    end = next(
        (i for i in range(start, len(lines)) if lines[i].isupper() and lines[i][0].isalpha()),
        len(lines),
    )
    return "\n".join(lines[start:end])
