"""Tell running out of memory or of disk from other errors: TensorFlow and OpenVINO have exceptions of their own.

TensorFlow has the same one for both.
"""

from __future__ import annotations

import errno


def no_room(error: Exception) -> bool:
    """Return whether the error means that a disk (or the memory that serves as one) was full."""
    text = str(error).lower()
    if isinstance(error, OSError):  # numpy's has no number: "1000 requested and 12 written"
        return error.errno in (errno.ENOSPC, errno.EDQUOT) or ("requested and" in text and "written" in text)
    return "no space left on device" in text or "disk quota exceeded" in text


def out_of_memory(error: Exception) -> bool:
    """Return whether the error means that memory was lacking, of the machine or of its GPU."""
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":  # TensorFlow's
        return True
    # OpenVINO's are RuntimeErrors; the last two are of its plugin for GPUs.
    text = str(error).lower()
    words = (
        "failed to allocate",
        "can't alloc",
        "bad_alloc",
        "bad allocation",
        "out of memory",
        "cl_out_of",
        "exceeded max size",
    )
    return isinstance(error, RuntimeError) and any(word in text for word in words)
