"""What a long-lived process keeps: it is looked through once, not with every answer.

The rules are a hundred thousand objects that stay. An answer makes so many that Python looks
through all of them for cycles several times a second, unless it is told that they are there to
stay.
"""

import gc


def settle() -> None:
    """Free what nothing reaches any more, and look no further at what is left.

    What is left is freed all the same when its last holder lets go of it; cycles in it, such as
    rules that are no longer used, only by the next call.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
