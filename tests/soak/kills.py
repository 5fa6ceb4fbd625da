"""A server that is killed again and again while people save, submit, reopen and sign off.

`python -m tests.soak.kills KILLS` prints as JSON what came of it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from threading import Thread

from tests.soak.apart import set_up
from tests.soak.killed_server import Server

FILES_EACH = 3
MOST_WRITES = 8
"""Writes that are confirmed before a kill, at most."""
WRITE = 0.08
"""Seconds that a write takes, roughly: the server is killed somewhere in one, or soon after."""


def main(kills: int) -> dict[str, object]:
    set_up()
    from django.db import connection

    from audit.services.sealing import trail_seal
    from tests.soak.wholeness import problems, take_up

    server, random = Server(Path(os.environ["CASEMARK_SOAK_FOLDER"])), Random(kills)
    writers = people(server)
    found: list[str] = []
    in_flight: Counter[str] = Counter()
    server.start()
    for _ in range(kills):
        found += filter(None, [server.wait_until_up()])
        connection.close()  # or the file would never be opened anew after a kill
        threads = [Thread(target=writer.write_until_it_dies) for writer in writers]
        for thread in threads:
            thread.start()
        wait_for_a_moment(writers, threads, random)
        server.kill()
        for thread in threads:
            thread.join()
        found += filter(None, [server.complaints()])
        server.start()
        found += problems(writers)
        in_flight.update(str(take_up(writer)) for writer in writers)
        trail_seal()
        if found:
            break
    found += filter(None, [server.wait_until_up()])
    server.kill()
    return {
        "problems": found,
        "acknowledged": told(writers),
        "in flight and done": in_flight["True"],
        "in flight and not done": in_flight["False"],
    }


def wait_for_a_moment(writers: list, threads: list[Thread], random: Random) -> None:
    """Until some writes are confirmed, and another one is in the server's hands or just done."""
    enough = told(writers) + random.randint(1, MOST_WRITES)
    while any(thread.is_alive() for thread in threads) and (
        told(writers) < enough or not any(writer.in_flight for writer in writers)
    ):
        time.sleep(0.0005)
    time.sleep(random.uniform(0, WRITE))


def told(writers: list) -> int:
    """How many writes were acknowledged."""
    return sum(len(writer.acknowledged) for writer in writers)


def people(server: Server) -> list:
    from audit.models import User
    from tests.factories import CaseFileFactory, RoundFactory
    from tests.soak.writers import Assessor, Signatory

    auditors = [
        User.objects.get(email=f"{name}@wexshire.example") for name in ("auditor", "auditor2")
    ]
    moderator = User.objects.get(email="moderator@wexshire.example")
    signed, audit = RoundFactory(), RoundFactory()
    agreed(signed, auditors[0], moderator)
    CaseFileFactory(round=signed)  # not graded, which has to be explained
    writers: list = []
    for seed, user in enumerate(auditors):
        files = CaseFileFactory.create_batch(FILES_EACH, round=audit, allocated_to=user)
        writers.append(Assessor(server, user.email, seed, [begun(file, user) for file in files]))
    return [*writers, Signatory(server, moderator.email, 2, signed)]


def begun(case_file, user):
    from audit.services.assessments import Judgement, assessment_save

    judgement = Judgement(area_grades={case_file.area: "good"})
    return assessment_save(case_file=case_file, judgement=judgement, by=user, lock=None)


def agreed(round, assessor, moderator) -> None:
    from audit.services.assessments import Judgement, assessment_submit
    from audit.services.moderation import Settlement, file_agree
    from tests.factories import CaseFileFactory

    case_file = CaseFileFactory(round=round, allocated_to=assessor)
    grades = {case_file.area: "good"}
    judgement = Judgement(area_grades=grades)
    assessment_submit(case_file=case_file, judgement=judgement, by=assessor, lock=None)
    settlement = Settlement(area_grades=grades, why="As given.")
    file_agree(case_file=case_file, settlement=settlement, by=moderator)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
