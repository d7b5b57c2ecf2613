"""A Dask cluster builds what this machine's own processes build, also when a worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from world import FOLDERS, Run, copy_small_course, files_in

from samloft.building.build import build
from samloft.building.order import Order

if TYPE_CHECKING:
    from distributed import LocalCluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    # It takes half a second to import, in every process, also one that has none of these tests.
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        host="127.0.0.1",
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[PurePosixPath, bytes]:
    root = copy_small_course(tmp_path_factory.mktemp("her") / "kurs")
    build(root, Order(municipalities=True, sheets=False), root / "site", say=lambda *_, **__: None)
    return files_in(root / "site")


class Saboteur:
    """Kills a worker as soon as another piece of work is done."""

    def __init__(self, cluster: LocalCluster) -> None:
        self.cluster = cluster
        self.killed: tuple[int, int] | None = None

    def __call__(self, key: str, /, **values: Any) -> None:
        if key == "built_one" and self.killed is None:
            victim = next(iter(self.cluster.workers.values()))
            os.kill(victim.pid, signal.SIGKILL)
            self.killed = (values["number"], values["count"])


@pytest.mark.slow("each")
@pytest.mark.parametrize("exact", [False, True], ids=["stamped", "exact"])
def test_a_worker_that_dies_over_its_work_changes_nothing(
    exact: bool,
    cluster: LocalCluster,
    expected: dict[PurePosixPath, bytes],
    small_course: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("samloft.building.build.BATCH", 1)
    kill = Saboteur(cluster)
    order = Order(
        municipalities=True,
        sheets=False,
        exact=exact,
        jobs=2,
        scheduler=cluster.scheduler_address,
    )
    built = build(small_course, order, small_course / "site", say=kill)
    assert kill.killed is not None
    done, count = kill.killed
    assert done < count == built.sites
    found = files_in(small_course / "site")
    # The engine by itself makes papers in any case.
    assert {path: found[path] for path in found if path.suffix != ".pdf"} == expected


@pytest.mark.slow
def test_the_command_builds_on_a_cluster(
    cluster: LocalCluster, expected: dict[PurePosixPath, bytes], small_course: Path, run: Run
) -> None:
    address = cluster.scheduler_address
    words = (*FOLDERS, "--municipalities", "--without-sheets", "--scheduler", address)
    assert run("build", *words).code == 0
    assert files_in(small_course / "site") == expected


@pytest.mark.slow
def test_mistakes_come_back_from_the_workers(
    cluster: LocalCluster, small_course: Path, run: Run
) -> None:
    page = small_course / "docs/om.md"
    page.write_text("---\ntitle: Om\n---\n\n{{ network.nme }}\n", encoding="utf-8")
    done = run("build", "--scheduler", cluster.scheduler_address)
    assert done.code == 1
    assert "docs/om.md:5: navnet «nme» finnes ikke" in done.err
    assert not (small_course / "site").exists()


def test_a_scheduler_that_does_not_answer_is_said_to(
    small_course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samloft.processes.dask.PATIENCE", "200ms")
    done = run("build", "--scheduler", "tcp://127.0.0.1:9")
    assert done.code == 2
    assert "tcp://127.0.0.1:9: planleggeren svarer ikke" in done.err
    assert "Traceback" not in done.err
