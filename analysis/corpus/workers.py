"""Who does the work: this process, all cores, or a Dask cluster; the same code for all of them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from analysis.corpus.measured import CorpusError

WAIT = 60  # seconds for the first worker of a cluster to come
AHEAD = 3  # tasks handed out for each worker, the one at work included


class Workers:
    """Does tasks, many at a time; a context manager.

    Parameters
    ----------
    number
        Processes; all cores this process may use, if not given.
    cluster
        A Dask scheduler's address or scheduler file.

    """

    def __init__(self, number: int | None, cluster: str | None) -> None:
        import joblib

        self.number = number or joblib.cpu_count()
        self.cluster = cluster
        self._stack = contextlib.ExitStack()
        self._apart: Any = None

    def __enter__(self) -> Workers:
        """Meet the cluster, if there is one.

        Raises
        ------
        CorpusError
            If its packages are not installed, or it does not answer.
        """
        if self.cluster is None:
            return self
        import joblib

        try:
            from distributed import Client
        except ImportError as error:
            raise CorpusError(
                "for a cluster, install the workbook with its extra: pip install 'media-workbook[cluster]'."
            ) from error
        try:
            place = {"scheduler_file" if Path(self.cluster).is_file() else "address": self.cluster}
            client = Client(**place, timeout=WAIT)  # type: ignore[no-untyped-call]
            self._stack.enter_context(client)
            client.wait_for_workers(1, timeout=WAIT)
        except (OSError, ValueError, TimeoutError) as error:
            raise CorpusError(
                f"no cluster answers at {self.cluster} within {WAIT} s ({error}). Start one with: dask "
                "scheduler, and workers with: dask worker ADDRESS --nthreads 1."
            ) from error
        self._stack.enter_context(joblib.parallel_config(backend="dask"))
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the cluster, and of the process apart."""
        self._stack.close()
        if self._apart is not None:
            self._apart.shutdown()

    def do(self, work: Callable[..., Any], tasks: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        """Each task with what `work(*task[1:])` gave, in no order; None where its process ended.

        Tasks are taken from the iterator as workers become free, so that there
        are never more in memory than `AHEAD` for each.

        Raises
        ------
        Exception
            What `work`, or taking a task, raised.
        """
        first = list(islice(tasks, 2))
        if self.cluster is None and (self.number == 1 or len(first) < 2):
            # One part is measured before another process has its imports done.
            for task in chain(first, tasks):
                yield task, work(*task[1:])
            return
        from joblib import Parallel, delayed
        from joblib.externals.loky.process_executor import TerminatedWorkerError

        died: tuple[type[BaseException], ...] = (TerminatedWorkerError,)
        if self.cluster is not None:
            from distributed import KilledWorker

            died = (*died, KilledWorker)
        source = _Source(chain(first, tasks))
        while True:
            taken = source.taken()
            # A few more than the processes: they then never wait for the reading.
            parallel = Parallel(
                n_jobs=-1 if self.cluster else self.number,
                return_as="generator_unordered",
                pre_dispatch=f"{AHEAD}*n_jobs",
                batch_size=1,
            )
            try:
                for place, made in parallel(delayed(_done)(place, work, task[1:]) for place, task in taken):
                    yield source.flying.pop(place), made
            except died:
                taken.close()
                for place in sorted(source.flying):
                    yield source.flying.pop(place), None
                continue
            if source.error:
                raise source.error
            return

    def alone(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """What `work` gives in a process apart, or None if that process ended."""
        from joblib.externals.loky import ProcessPoolExecutor
        from joblib.externals.loky.process_executor import BrokenProcessPool

        if self._apart is None:
            self._apart = ProcessPoolExecutor(max_workers=1)
        try:
            return self._apart.submit(work, *arguments).result()
        except BrokenProcessPool:
            self._apart = None
            return None


def _done(place: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[int, Any]:
    return place, work(*arguments)


class _Source:
    """Tasks handed out, each under a number, and those that are not done.

    joblib takes tasks in threads of its own, where an error would be lost; it is
    kept and raised later.
    """

    def __init__(self, tasks: Iterator[Any]) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._count = 0
        self.flying: dict[int, Any] = {}
        self.error: BaseException | None = None

    def taken(self) -> _Taken:
        return _Taken(self)

    def next(self) -> tuple[int, Any]:
        with self._lock:
            try:
                task = next(self._tasks)
            except StopIteration:
                raise
            except BaseException as error:
                self.error = error
                raise StopIteration from error
            self._count += 1
            self.flying[self._count] = task
            return self._count, task


class _Taken:
    """One pass over the tasks, which can be ended from outside."""

    def __init__(self, source: _Source) -> None:
        self._source, self._closed = source, False

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> tuple[int, Any]:
        if self._closed:
            raise StopIteration
        return self._source.next()

    def close(self) -> None:
        self._closed = True
