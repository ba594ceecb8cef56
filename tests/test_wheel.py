"""The wheel: it holds the two packages with what they carry, and does its main job far from the checkout."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import __version__
from graph.stores.embedded import stop

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the backend that is installed: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def contents(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of a fresh environment: the wheel is installed, its dependencies are those of this one."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    places = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[-1])"], capture_output=True, text=True, check=True)
    ours = "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(places.stdout.strip(), "dependencies.pth").write_text(f"{ours}\n")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed"]
    done = subprocess.run([*install, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python.parent


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder far from the checkout, with a store in it."""
    yield tmp_path
    stop(tmp_path / "store")


def test_the_top_of_the_wheel_is_the_two_packages(contents: frozenset[str]) -> None:
    assert {name.partition("/")[0] for name in contents} == {"graph", "loaders", f"actorgraph-{__version__}.dist-info"}


def test_the_wheel_carries_every_question_and_every_seed(contents: frozenset[str]) -> None:
    carried = {f"graph/_bundled/{part}/{path.name}" for part in ("cypher", "seeds") for path in (ROOT / part).iterdir() if path.is_file()}
    assert carried == {name for name in contents if name.startswith("graph/_bundled/")}


def test_the_wheel_carries_every_module_and_that_they_are_typed(contents: frozenset[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for part in ("graph", "loaders") for path in (ROOT / part).rglob("*.py")}
    assert modules == {name for name in contents if name.endswith(".py")}
    assert {"graph/py.typed", "loaders/py.typed"} <= contents


def test_the_wheel_carries_its_licence(contents: frozenset[str]) -> None:
    assert f"actorgraph-{__version__}.dist-info/licenses/LICENSE" in contents


def test_the_installed_command_tells_the_story_from_another_folder(installed: Path, elsewhere: Path) -> None:
    command = [str(installed / "actorgraph"), "--store", f"local:{elsewhere / 'store'}", "demo"]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    demo = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
    assert (demo.returncode, "Traceback" in demo.stderr) == (0, False), demo.stderr
    assert "2231" in demo.stdout
    assert "acknowledged" in demo.stdout


def test_the_installed_command_runs_its_own_code_and_not_the_checkout(installed: Path, elsewhere: Path) -> None:
    script = "import graph, graph.assets, loaders; print(graph.__file__, loaders.__file__, graph.assets.folder('seeds'), sep='\\n')"
    told = subprocess.run([installed / "python", "-c", script], cwd=elsewhere, capture_output=True, text=True, check=True).stdout
    assert all(Path(line).is_relative_to(installed.parent) for line in told.splitlines())
