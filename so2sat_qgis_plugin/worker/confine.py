"""Take from the worker what no module needs: the network, and files outside its own folders. Linux, without any rights.

Landlock (security/landlock in the kernel's documentation; from Linux 5.13 on) denies writing outside the given folders
and signals to other processes; a seccomp filter denies sockets and io_uring, which would get around it. Both hold for
this process and all that it starts, for good. Called before any thread is started, as they bind the caller's thread.
Constants: linux/landlock.h, linux/seccomp.h, linux/audit.h, asm/unistd.h.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import platform
import stat
import sys
from collections.abc import Sequence

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION = 1  # flag of _CREATE_RULESET: only tell the version
_PATH_BENEATH = 1
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_MAKE_AND_REMOVE = sum(1 << bit for bit in range(4, 13))
_SCOPED = 3  # abstract sockets and signals stay within
_DEVICES = ("/dev/null", "/dev/zero", "/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/dri/*", "/dev/accel*", "/dev/kfd")
_SHARED_MEMORY = "/dev/shm"  # threads of OpenMP and joblib agree there

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EACCES
_IO_URING_SETUP = 425
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # audit's number, that of socket(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("true", ctypes.c_uint8), ("false", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction))]


def confine(folders: Sequence[str]) -> str:
    """Deny this process the network, and writing outside `folders` (where any are given).

    Returns in words what could not be denied, "" where all was; nothing is raised.
    """
    if not sys.platform.startswith("linux"):
        return "the system offers no way to deny a process the network and other folders without rights"
    missing = []
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
        _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    except (OSError, AttributeError) as error:
        return f"the system's library has no prctl ({error})"
    for what, deny in (
        ("writing to other folders", lambda: _files(libc, folders)),
        ("the network", lambda: _sockets(libc)),
    ):
        try:
            deny()
        except (OSError, KeyError) as error:
            missing.append(f"{what} ({error})")
    return f"the system does not let it be denied {' and '.join(missing)}" if missing else ""


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _files(libc: ctypes.CDLL, folders: Sequence[str]) -> None:
    if not folders:
        return
    version = _checked(libc.syscall(_CREATE_RULESET, None, 0, _VERSION))
    in_folder = _WRITE_FILE | _MAKE_AND_REMOVE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    ruleset = _Ruleset(in_folder, 0, _SCOPED)
    size = 24 if version >= 6 else 8
    rules = _checked(libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0))
    try:
        devices = [path for pattern in _DEVICES for path in glob.glob(pattern)]
        for path in [*folders, _SHARED_MEMORY, *devices]:
            _allow(libc, rules, path, in_folder)
        _checked(libc.syscall(_RESTRICT_SELF, rules, 0))
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, in_folder: int) -> None:
    try:
        folder = os.open(path, os.O_PATH)
    except FileNotFoundError:
        return
    try:
        is_folder = stat.S_ISDIR(os.fstat(folder).st_mode)
        rule = _Beneath(in_folder if is_folder else in_folder & (_WRITE_FILE | _TRUNCATE), folder)
        _checked(libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(folder)


def _sockets(libc: ctypes.CDLL) -> None:
    """Answer every socket(2) and io_uring_setup(2) with EACCES, and so every call in another architecture's way."""
    architecture, socket = _ARCHITECTURES[platform.machine()]
    steps = [  # jumps are counted from the next step; the last denies, the one before lets through
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_EQUAL, 0, 5, architecture),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_AT_LEAST, 3, 0, 0x40000000),  # the 32-bit way of x86-64
        (_EQUAL, 2, 0, socket),
        (_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    program = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    whole = _Program(len(steps), program)
    _checked(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(whole), 0, 0))
