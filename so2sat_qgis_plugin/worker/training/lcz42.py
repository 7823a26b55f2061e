"""So2Sat LCZ42 as its authors publish it: HDF5 with `sen2` N × 32 × 32 × 10 and `label` N × 17 (one-hot)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ...engine.errors import So2SatError

SIDE, BANDS, CLASSES = 32, 10, 17


class Lcz42:
    """A file of the dataset, read in runs of `run` neighbouring samples: a disk reads a run at a time, not a sample.

    An epoch takes the runs in random order, `mixed` of them at a time, and cuts batches from their shuffled samples.
    """

    def __init__(self, path: str | Path, most: int = 0, run: int = 128, mixed: int = 32) -> None:
        """Open `path`; `most` samples at most, 0 = all. Raises So2SatError where the layout is another."""
        import h5py

        try:
            self._file = h5py.File(path, "r")
            self._images, self._labels = self._file["sen2"], self._file["label"]
        except (OSError, KeyError) as error:
            raise So2SatError(f"{path} is no file of So2Sat LCZ42 (HDF5 with sen2 and label): {error}.") from error
        shapes = self._images.shape[1:], self._labels.shape[1:]
        if shapes != ((SIDE, SIDE, BANDS), (CLASSES,)) or len(self._images) != len(self._labels):
            raise So2SatError(
                f"{path}: sen2 is {self._images.shape} and label {self._labels.shape}, but N × 32 × 32 × 10 and N × 17 "
                "are needed. Download the file again."
            )
        self.count = min(len(self._images), most or len(self._images))
        self._run, self._mixed = min(run, self.count), mixed
        self._runs = self.count // self._run  # a shorter one at the end is left out

    def read(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the samples' images (n, 32, 32, 10) float32 and classes (n,) int32, 0 to 16."""
        return self._images[start:stop].astype(np.float32), self._labels[start:stop].argmax(axis=1).astype(np.int32)

    def steps(self, batch: int) -> int:
        """Return how many batches an epoch has."""
        return sum(self._run * len(group) // batch for group in self._groups(np.arange(self._runs)))

    def epoch(self, batch: int, seed: int, epoch: int, start: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the batches of an epoch from number `start` on; the same for the same seed and epoch.

        A group's samples that fill no batch are left out of this epoch.
        """
        random = np.random.default_rng([seed, epoch])
        todo = []
        for group in self._groups(random.permutation(self._runs)):
            order = random.permutation(self._run * len(group))
            whole = len(order) // batch
            if whole > start:
                todo.append((group, order, start))
            start = max(0, start - whole)
        with ThreadPoolExecutor(1) as reader:
            ahead = [reader.submit(self._read_runs, group) for group, _, _ in todo[:1]]
            for i, (_, order, first) in enumerate(todo):
                images, classes = ahead.pop().result()
                if i + 1 < len(todo):
                    ahead.append(reader.submit(self._read_runs, todo[i + 1][0]))
                for number in range(first, len(order) // batch):
                    rows = order[number * batch : (number + 1) * batch]
                    yield images[rows], classes[rows]

    def _groups(self, runs: np.ndarray) -> list[np.ndarray]:
        return [runs[i : i + self._mixed] for i in range(0, len(runs), self._mixed)]

    def _read_runs(self, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        parts = [self.read(int(r) * self._run, (int(r) + 1) * self._run) for r in runs]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
