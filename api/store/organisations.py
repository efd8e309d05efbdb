"""Organisations: what one of them stores, no other sees; the documented cases are everyone's."""

import re
from typing import NewType

Organisation = NewType("Organisation", str)
LOCAL = Organisation("local")  # whoever works on this machine while there are no keys
EVERYONE = Organisation("*")  # owns the documented cases; no organisation can be called that

LENGTH = 63
NAME = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LENGTH - 1}}}")  # also sound as the name of a folder
