"""A spreadsheet opened at arm's length: by a process of its own, with bounded memory and time.

A few kilobytes can claim a sheet of seventeen thousand million cells, and a reader that believes
them takes all of a machine's memory. What happens to that process happens to nobody else.
"""

import contextlib
import datetime
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pyarrow as pa

from engine.errors import Fault, ProfileError
from engine.tables.bounds import hold_memory
from engine.text import Text

SHEETS = (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods")
MEMORY = 2 << 30  # bytes; a sheet of a million rows and thirty columns needs about half of it
SECONDS = 120  # of a processor
_PIECE = 8_192  # rows that are written at once
_REFUSED = 3  # the exit code of a refusal that was told
# The exit codes of a process that took more than it may, where systems have such ends.
EXHAUSTED = tuple(
    -getattr(signal, name) for name in ("SIGABRT", "SIGKILL", "SIGXCPU") if hasattr(signal, name)
)


def read_sheet(path: Path, where: str, name: str | None = None) -> tuple[list[str], pa.Table]:
    """A sheet's header and rows, every cell as text; the first sheet unless one is named.

    Columns to the right of the header's last name are left out.

    Raises:
        ProfileError: it is no spreadsheet, has no such sheet, or needs too much to be read.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "sheet.arrow"
        asked = [str(path), str(out), *([] if name is None else [name])]
        done = subprocess.run(
            [sys.executable, "-m", "engine.tables.sheets", *asked],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise ProfileError([_fault(where, done)])
        with pa.memory_map(str(out)) as source:
            table = pa.ipc.open_file(source).read_all()
    header = [] if not table.num_rows else [c[0].as_py().strip() for c in table.columns]
    while header and not header[-1]:
        header.pop()
    return header, table.select(range(len(header))).slice(1)


def _fault(where: str, done: "subprocess.CompletedProcess[bytes]") -> Fault:
    if done.returncode == _REFUSED:
        told = json.loads(done.stdout)
        return Fault(where, Text(*told["what"]), tuple(told["allowed"]))
    return Fault(where, _TOO_MUCH if done.returncode in EXHAUSTED else _UNREADABLE)


def _main(path: str, out: str, name: str | None = None) -> None:
    from python_calamine import CalamineError, CalamineWorkbook

    hold_memory(MEMORY)
    _hold_time()
    try:
        book = CalamineWorkbook.from_path(path)
        if name is not None and name not in book.sheet_names:
            _refuse(
                Text(f"there is no sheet '{name}'", f"no hay una hoja «{name}»"), book.sheet_names
            )
        sheet = book.get_sheet_by_index(0) if name is None else book.get_sheet_by_name(name)
        _write(sheet.iter_rows(), out)
    except MemoryError:
        _refuse(_TOO_MUCH)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        first = str(error).split("\n", 1)[0]
        _refuse(Text(f"cannot be read: {first}", f"no se puede leer: {first}"))


def _write(rows: Iterator[Sequence[Any]], out: str) -> None:
    """The rows as Arrow's own file, some at a time."""
    piece = list(islice(rows, _PIECE))
    width = max(map(len, piece), default=0)
    schema = pa.schema([(str(place), pa.string()) for place in range(width)])
    with pa.OSFile(out, "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        while piece:
            columns = list(
                zip_longest(*([_text(cell) for cell in row] for row in piece), fillvalue="")
            )
            arrays = [pa.array(column, pa.string()) for column in columns[:width]]
            writer.write_batch(pa.record_batch(arrays, schema))
            piece = list(islice(rows, _PIECE))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _hold_time() -> None:
    """Let this process use no more of a processor than a sheet needs, where systems can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def _refuse(what: Text, allowed: Sequence[str] = ()) -> NoReturn:
    print(json.dumps({"what": [what.en, what.es], "allowed": list(allowed)}))
    sys.exit(_REFUSED)


_TOO_MUCH = Text(
    "it unpacks to more than a spreadsheet may (2 GB, or two minutes): save the sheet as CSV or"
    " Parquet",
    "al abrirla ocupa más de lo que puede una hoja de cálculo (2 GB, o dos minutos): guárdela como"
    " CSV o Parquet",
)
_UNREADABLE = Text(
    "cannot be read: it is damaged; save it again, or as CSV",
    "no se puede leer: está dañada; guárdela de nuevo, o como CSV",
)

if __name__ == "__main__":
    _main(*sys.argv[1:])
