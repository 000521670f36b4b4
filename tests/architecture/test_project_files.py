"""The project's own files agree with one another."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

from pads_analysis.batch.record import PACKAGES

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CONDA_NAMES = {"duckdb": "python-duckdb", "jupyter-client": "jupyter_client"}


def _split(requirement: str) -> tuple[str, str]:
    name = re.match(r"[A-Za-z0-9_.-]+", requirement).group()
    return name, requirement[len(name) :]


def test_environment_yml_equals_pyproject() -> None:
    *listed, from_pip = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    listed += from_pip["pip"]
    wanted = {"python" + PROJECT["requires-python"], "pip"}
    for requirement in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]):
        name, bounds = _split(requirement)
        wanted.add(CONDA_NAMES.get(name, name) + bounds)
    assert set(listed) == wanted
    assert len(listed) == len(set(listed))


def test_every_dependency_is_bounded_on_both_sides() -> None:
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    for requirement in (*PROJECT["dependencies"], *extras):
        bounds = _split(requirement.replace("[distributed]", ""))[1]
        assert ">=" in bounds and "<" in bounds, requirement


def test_the_lock_is_pinned_hashed_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    pins = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==\S+", text, flags=re.MULTILINE)
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(blocks) == len(pins)
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_covers_what_the_commands_install() -> None:
    pinned = {
        name.lower().replace("_", "-")
        for name in re.findall(
            r"^([A-Za-z0-9_.-]+)(?=\[|==)",
            (ROOT / "requirements.lock").read_text("utf-8"),
            flags=re.MULTILINE,
        )
    }
    extras = PROJECT["optional-dependencies"]
    for requirement in (*PROJECT["dependencies"], *extras["test"], *extras["dev"]):
        assert _split(requirement)[0].lower() in pinned, requirement


def test_a_run_records_every_package_that_a_report_or_a_draft_rests_on() -> None:
    for_the_terminal = {"filelock", "jupyterlab", "rich", "typer"}
    needed = {_split(requirement)[0] for requirement in PROJECT["dependencies"]} - for_the_terminal
    assert needed <= set(PACKAGES)
    assert list(PACKAGES) == sorted(PACKAGES)


def test_one_version() -> None:
    import pads_analysis

    assert pads_analysis.__version__ == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_hooks_download_nothing() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    for repo in hooks["repos"]:
        assert repo["repo"] == "local"
        assert all(hook["language"] == "system" for hook in repo["hooks"])
