"""Tell running out of memory from other errors: TensorFlow and OpenVINO have exceptions of their own for it."""

from __future__ import annotations


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
