"""The file that keeps an interview: a profile, and in comments what was asked in vain.

It is written whole after every answer, beside itself and then put in its place, so that neither
an interrupt nor a lost connection loses an answer or leaves half a file. Only its owner may read
it: a profile can endanger people.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli.reading import Given, content, parsed
from api.cli.rendering.answers import plain_yaml
from engine.interview import Interview, places
from engine.text import Language, Text
from engine.vocabulary import Vocabulary

HEAD = Text(
    "# An interview's profile. To go on: remanso interview --output {name}\n",
    "# El perfil de una entrevista. Para seguir: remanso interview --output {name}\n",
)
TAIL = Text(
    "# Asked, and not known. What is deleted here is asked again.\n",
    "# Preguntado, y no se sabe. Lo que se borre aquí se vuelve a preguntar.\n",
)
MARK = Text("# not known: ", "# no se sabe: ")
_MARKED = re.compile(rf"^(?:{MARK.en}|{MARK.es})(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Record:
    """Where an interview is kept."""

    path: Path
    language: Language

    def exists(self) -> bool:
        return self.path.exists()

    def read(self) -> tuple[Given, tuple[str, ...]]:
        """The profile that is kept, and what was asked in vain.

        Raises:
            UsageFaultsError: the file cannot be read.
            ProfileError: it is not well-formed.
        """
        raw = content(self.path)
        given = parsed(str(self.path), raw)
        return given, tuple(_MARKED.findall(raw.decode("utf-8", "replace")))

    def write(self, interview: Interview) -> None:
        """Keep the interview as it stands.

        Raises:
            OSError: the file cannot be written.
        """
        text = self._text(interview)
        folder = self.path.parent
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _text(self, interview: Interview) -> str:
        head = HEAD.filled(name=self.path.name).in_(self.language)
        marks = "".join(f"{MARK.in_(self.language)}{where}\n" for where in interview.not_known)
        tail = TAIL.in_(self.language) + marks if marks else ""
        return head + plain_yaml(interview.profile) + tail


def still_unknown(
    not_known: tuple[str, ...], profile: Mapping[str, Any], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """What was asked in vain and is a place of the profile: hands may have been at the file."""
    known = set(places(profile, vocabulary))
    return tuple(where for where in not_known if where in known)
