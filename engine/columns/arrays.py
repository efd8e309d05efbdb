"""The name for an array of any numbers."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
