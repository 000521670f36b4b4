"""Starts the kernel of one partnership: this Python, a private line to it, one thread, its own folder."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

SOCKET_PATH_LIMIT = 100
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class BookKernelManager(AsyncKernelManager):
    """Starts exactly `sys.executable -m ipykernel_launcher`, whatever kernelspecs are installed.

    `kernel_manager_for` makes the subclass that one run uses; it fills in the class attributes below.
    """

    work: Path = Path()
    announce: Callable[[int], None] = staticmethod(lambda pid: None)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The only kernel there is."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            # Says whether this ipykernel can take an encrypted TCP line.
            metadata=get_kernel_dict().get("metadata", {}),
        )

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        with (self.work / "kernel.log").open("ab") as stream:
            kw.update(
                env=kernel_environment(kw.get("env") or os.environ, self.work),
                cwd=str(self.work),
                stdout=stream,
                stderr=stream,
            )
            await super()._async_launch_kernel(kernel_cmd, **kw)
        pid = getattr(self.provisioner, "pid", None)
        if pid:
            type(self).announce(pid)


def kernel_manager_for(work: Path, sockets: Path, announce: Callable[[int], None]) -> type[BookKernelManager]:
    """Return the kernel manager class of one run.

    Parameters
    ----------
    work : Path
        Private folder: the kernel's working folder, its IPython profile and its log (`kernel.log`).
    sockets : Path
        Private folder for the connection file. Unix sockets are named after it, so its path must be short
        (socket paths end at about 104 bytes); where it is not, and on Windows, the line is TCP.
    announce : callable
        Told the kernel's process id once it has been started.
    """
    connection_file = sockets / "k.json"
    traits: dict[str, Any] = {"work": work, "announce": staticmethod(announce)}

    class RunKernelManager(BookKernelManager):
        def __init__(self, **kw: Any) -> None:
            if _ipc_fits(connection_file):
                kw.update(transport="ipc", connection_file=str(connection_file))
            else:
                kw["connection_file"] = str(connection_file)
                if "transport_encryption" in self.class_trait_names():
                    kw["transport_encryption"] = "auto"
            super().__init__(**kw)

    for name, value in traits.items():
        setattr(RunKernelManager, name, value)
    return RunKernelManager


def kernel_environment(base: Mapping[str, str], work: Path) -> dict[str, str]:
    """Return the kernel's environment: one thread, no window, no IPython profile of the user's, same package."""
    environment = dict(base)
    environment.update(dict.fromkeys(ONE_THREAD, "1"))
    environment.update(
        MPLBACKEND="Agg",
        PYTHONHASHSEED="0",
        IPYTHONDIR=str(work / "ipython"),
        PYDEVD_DISABLE_FILE_VALIDATION="1",
    )
    # The kernel has a folder of its own, so relative entries would no longer lead to the same package.
    package_root = Path(__file__).resolve().parents[2]
    paths = [
        str(Path(entry).resolve()) for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry
    ]
    if package_root.name not in {"site-packages", "dist-packages"} and str(package_root) not in paths:
        paths.insert(0, str(package_root))
    if paths:
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment


def kill_kernel(pid: int | None) -> None:
    """End a kernel and whatever it started in its own process group; no error when it is already gone."""
    if not pid:
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if hasattr(os, "killpg"):
            # A kernel is started in a session of its own, so its group is its process id.
            os.killpg(pid, signal.SIGKILL)
        else:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe"
            command = [str(taskkill), "/F", "/T", "/PID", str(pid)]
            subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603


def _ipc_fits(connection_file: Path) -> bool:
    if os.name != "posix":
        return False
    longest = f"{connection_file.with_suffix('')}-ipc-65535"
    return len(os.fsencode(longest)) <= SOCKET_PATH_LIMIT
