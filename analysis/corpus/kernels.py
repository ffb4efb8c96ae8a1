"""Kernels that start warm: one process imports what all notebooks need, and each kernel is its fork.

A kernel that starts cold spends most of its time on imports and on loading the
parser's model, the same for every notebook. Where the system can fork safely
(Linux), a process is started as soon as a run begins, imports all of it while
the corpus is being measured, and then forks a kernel for each notebook. It has
no threads, and nothing of Jupyter runs in it before the fork, so that a forked
kernel is in the same state as a fresh one. Elsewhere, and where the process
does not come up, kernels start as Jupyter starts them.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from typing import Any, cast

# What the notebooks import, and what they come to import inside functions.
WARM = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.interactiveshell", "matplotlib.pyplot",
    "matplotlib_inline.backend_inline", "pandas", "pyarrow.parquet", "pandas.io.formats.style", "scipy.stats",
    "spacy", "textblob.en", "vaderSentiment.vaderSentiment", "analysis.actors", "analysis.agree",
    "analysis.codebook", "analysis.compare", "analysis.corpus", "analysis.framing",
    "analysis.match", "analysis.parse", "analysis.findings", "analysis.report", "analysis.timeline",
    "analysis.tone", "analysis.validate", "analysis.voices",
)  # fmt: skip


class Kernels:
    """Where a run's kernels come from; a context manager, which ends them with the run."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asking = threading.Lock()

    def __enter__(self) -> Kernels:
        """Start importing, without waiting for it."""
        if sys.platform == "linux":
            environment = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
            with contextlib.suppress(OSError):
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "analysis.corpus.kernels"],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
                )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, and with it the kernels that are left."""
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def manager(self) -> dict[str, Any]:
        """What `nbclient` is given so that it starts kernels here; empty where Jupyter is to start them."""
        if self._process is None:
            return {}
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning.local_provisioner import LocalProvisioner

        fork = self.fork

        class Provisioner(LocalProvisioner):  # type: ignore[misc]
            async def launch_kernel(self, cmd: list[str], **told: Any) -> Any:
                if "-f" not in cmd or (pid := fork(cmd[cmd.index("-f") :], told)) is None:
                    return await super().launch_kernel(cmd, **told)
                self.process, self.pid, self.pgid = cast(Any, Forked(pid)), pid, pid
                return self.connection_info

        class Manager(AsyncKernelManager):  # type: ignore[misc]
            def __init__(self, **told: Any) -> None:
                super().__init__(**told)
                self.kernel_id = str(uuid.uuid4())
                self.provisioner = Provisioner(
                    kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
                )

        return {"kernel_manager_class": Manager}

    def fork(self, arguments: list[str], told: dict[str, Any]) -> int | None:
        """The process id of a new kernel, or None if the warm process is gone."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        asked = {"arguments": arguments, "cwd": str(told.get("cwd") or "."), "environment": dict(os.environ)}
        with self._asking:
            try:
                process.stdin.write(json.dumps(asked) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except (OSError, ValueError):
                return None
        return int(answer) if answer.strip().isdigit() else None


class Forked:
    """A kernel's process as `jupyter_client` wants to see it; it is not our child, so its code is unknown."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Its code, once `poll` has seen its end."""
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def serve() -> None:
    """Import, then fork a kernel for each line asked, until the run that asks is gone."""
    import gc
    from importlib import import_module

    # Read by ipykernel as it is imported: a kernel ends when this process does.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for name in WARM:
        import_module(name)
    from analysis import parse

    parse.document_of("The model is loaded.")
    _draw()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no one waits for the kernels
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line), answers)
        os.write(answers, f"{pid}\n".encode())


def _draw() -> None:
    """Draw a chart on a canvas of its own: fonts are then found, and pyplot is as it was."""
    from io import BytesIO

    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().set_title("Fonts are found")
    for kind in ("png", "svg"):
        figure.savefig(BytesIO(), format=kind)


def _become(asked: dict[str, Any], answers: int) -> None:
    """Be a kernel, and nothing after."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(answers)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.setsid()
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        os.chdir(asked["cwd"])
        sys.path[0] = asked["cwd"]
        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher", *asked["arguments"]]
        IPKernelApp.launch_instance(argv=asked["arguments"])
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
