"""One transaction for a group of jobs: what both engines do between BEGIN and COMMIT."""

import logging

from sqlalchemy import Connection

from server.db.database import Job, OpenUnit, UnitOfWork
from server.db.statement import Savepoint

log = logging.getLogger("fieldward.group")


def run_group(
    connection: Connection, jobs: list[Job], open_unit: OpenUnit
) -> tuple[UnitOfWork, list[tuple[Job, object]]]:
    """Run jobs of one tenant; each in a savepoint of its own, so that one cannot undo another.

    Returns what to resolve after COMMIT. A job that raised is rejected at once: nothing of it
    was written, its seqs are given back.
    """
    unit: UnitOfWork = open_unit(connection, jobs[0].tenant_id)
    done: list[tuple[Job, object]] = []
    for job in jobs:
        before = unit.mark()
        savepoint = Savepoint(connection, "job")
        try:
            value = job.run(unit)
            savepoint.keep()
            done.append((job, value))
        except Exception as error:
            savepoint.undo()
            unit.reset(before)
            log.info("a job of the group was refused: %s", type(error).__name__)
            job.reject(error)
    unit.close()
    return unit, done


def take_group(jobs: list[Job], most: int) -> tuple[list[Job], list[Job]]:
    """The first jobs of the first job's tenant, at most `most`, and the rest in order."""
    tenant_id = jobs[0].tenant_id
    group = [job for job in jobs if job.tenant_id == tenant_id][:most]
    taken = {id(job) for job in group}
    return group, [job for job in jobs if id(job) not in taken]
