"""docker-compose.yml: a Neo4j that only this machine reaches, with no password in the file."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

FILE = Path(__file__).parents[1] / "docker-compose.yml"


@pytest.fixture(scope="module")
def neo4j() -> dict[str, Any]:
    service: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]["neo4j"]
    return service


@pytest.fixture(scope="module")
def compose() -> list[str]:
    for client in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(client[0]) and subprocess.run([*client, "version"], capture_output=True, check=False).returncode == 0:
            return [*client, "--file", str(FILE), "config", "--quiet"]
    pytest.skip("no docker compose client is installed")


def test_the_server_is_the_long_term_release_that_the_tests_run_on(neo4j: dict[str, Any]) -> None:
    assert neo4j["image"] == "neo4j:5.26"


def test_every_port_is_bound_to_loopback(neo4j: dict[str, Any]) -> None:
    assert {port.rsplit(":", 1)[1] for port in neo4j["ports"]} == {"7474", "7687"}
    assert all(port.startswith("127.0.0.1:") for port in neo4j["ports"])


def test_the_password_comes_from_outside_and_has_no_default(neo4j: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{ACTORGRAPH_PASSWORD:\?[^}]+\}", neo4j["environment"]["NEO4J_AUTH"])


def test_the_graph_outlives_the_container(neo4j: dict[str, Any]) -> None:
    named = yaml.safe_load(FILE.read_text(encoding="utf-8"))["volumes"]
    assert {tuple(volume.split(":")) for volume in neo4j["volumes"]} == {(name, f"/{name}") for name in named} >= {("data", "/data")}


def test_it_counts_as_up_when_it_answers_and_has_time_to_close(neo4j: dict[str, Any]) -> None:
    check = neo4j["healthcheck"]
    assert check["test"][0] == "CMD"
    assert check["test"][-1] == "http://localhost:7474"
    assert check["start_period"] == "60s"
    assert neo4j["stop_grace_period"] == "2m"


def test_the_memory_is_bounded(neo4j: dict[str, Any]) -> None:
    assert {name for name in neo4j["environment"] if "memory" in name} == {
        "NEO4J_server_memory_heap_initial__size",
        "NEO4J_server_memory_heap_max__size",
        "NEO4J_server_memory_pagecache_size",
    }


def test_docker_takes_the_file_with_a_password(compose: list[str]) -> None:
    told = subprocess.run(compose, env={**os.environ, "ACTORGRAPH_PASSWORD": "a-long-one"}, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_docker_refuses_the_file_without_a_password(compose: list[str]) -> None:
    without = {name: value for name, value in os.environ.items() if name != "ACTORGRAPH_PASSWORD"}
    told = subprocess.run(compose, env=without, capture_output=True, text=True, check=False)
    assert told.returncode != 0
    assert "Set ACTORGRAPH_PASSWORD" in told.stderr
