"""Who does the work: this process, all cores, or a Dask cluster; the same code for all of them."""

from __future__ import annotations

import contextlib
import logging
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from analysis.corpus.measured import CorpusError

WAIT = 60  # seconds for the scheduler of a cluster to answer
AHEAD = 3  # tasks handed out for each worker, the one at work included


class Workers:
    """Does tasks, many at a time; a context manager.

    Parameters
    ----------
    number
        Processes; all cores this process may use, if not given.
    cluster
        A Dask scheduler's address or scheduler file.
    say
        Takes a line that whoever waits should read.

    """

    def __init__(self, number: int | None, cluster: str | None, say: Callable[[str], None] = print) -> None:
        import joblib

        self.number = number or joblib.cpu_count()
        self.cluster = cluster
        self.say = say
        self._client: Any = None
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
        try:
            from distributed import Client
        except ImportError as error:
            raise CorpusError(
                "for a cluster, install the workbook with its extra: pip install 'media-workbook[cluster]'."
            ) from error
        # That the scheduler is lost is told in a line of ours; the log adds pages of its own errors.
        log = logging.getLogger("distributed.client")
        self._stack.callback(log.setLevel, log.level)
        log.setLevel(logging.CRITICAL)
        try:
            place = {"scheduler_file" if Path(self.cluster).is_file() else "address": self.cluster}
            self._client = self._stack.enter_context(Client(**place, timeout=WAIT))  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise CorpusError(
                f"no cluster answers at {self.cluster} within {WAIT} s ({error}). Start one with: dask "
                "scheduler, and workers with: dask worker ADDRESS --nthreads 1."
            ) from error
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
        CorpusError
            If the cluster's scheduler goes away.
        Exception
            What `work`, or taking a task, raised.
        """
        if self._client is not None:
            yield from self._on_cluster(work, tasks)
            return
        first = list(islice(tasks, 2))
        if self.number == 1 or len(first) < 2:
            # One part is measured before another process has its imports done.
            for task in chain(first, tasks):
                yield task, work(*task[1:])
            return
        from joblib import Parallel, delayed
        from joblib.externals.loky.process_executor import TerminatedWorkerError

        spool = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="workbook-"))
        source = _Source(chain(first, tasks))
        while True:
            taken = source.taken()
            # A few more than the processes: they then never wait for the reading.
            parallel = Parallel(
                n_jobs=self.number,
                return_as="generator_unordered",
                pre_dispatch=f"{AHEAD}*n_jobs",
                batch_size=1,
            )
            doing = (delayed(_done)(spool, place, work, task[1:]) for place, task in taken)
            try:
                for place, made in parallel(doing):
                    yield source.flying.pop(place), _taken_from(made)
            except TerminatedWorkerError:
                taken.close()
                for place in sorted(source.flying):
                    yield source.flying.pop(place), None
                continue
            if source.error:
                raise source.error
            return

    def _on_cluster(self, work: Callable[..., Any], tasks: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        """As `do`, by whatever workers the cluster has at the time: a site's queue lets them come and go."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker, as_completed

        flying: dict[Any, Any] = {}
        done = as_completed()  # type: ignore[no-untyped-call]

        def hand_out() -> None:
            room = AHEAD * max(1, self._cores()) - len(flying)
            for task in islice(tasks, max(0, room)):
                future = self._client.submit(work, *task[1:], pure=False)
                flying[future] = task
                done.add(future)

        if not self._cores():
            self.say(
                f"the scheduler at {self.cluster} has no workers yet; the run goes on when the first comes."
            )
        hand_out()
        for future in done:
            try:
                made = future.result()
            except KilledWorker:
                made = None
            except CancelledError as error:
                raise self._gone() from error
            yield flying.pop(future), made
            hand_out()

    def _cores(self) -> int:
        try:
            return sum(self._client.ncores().values())
        except OSError as error:
            raise self._gone() from error

    def _gone(self) -> CorpusError:
        return CorpusError(
            f"the cluster's scheduler at {self.cluster} no longer answers. What was measured until then is "
            "kept: start the cluster and give the same command again."
        )

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


def _done(spool: str, place: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[int, str]:
    """Do a task and leave what it gave in a file.

    A worker that is killed while it sends a large answer leaves half of it in the pipe,
    for whose rest joblib waits for ever. A path is sent in one piece.
    """
    made = Path(spool) / f"{place}.made"
    made.write_bytes(pickle.dumps(work(*arguments)))
    return place, str(made)


def _taken_from(made: str) -> Any:
    path = Path(made)
    answer = pickle.loads(path.read_bytes())
    path.unlink()
    return answer


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
