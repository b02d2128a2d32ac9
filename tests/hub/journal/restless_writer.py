"""Commits durable records and says which are written, until it is killed or the disk is full.

Run as a process of its own: `python -m tests.hub.journal.restless_writer FOLDER [BYTES]`.
"""

import asyncio
import os
import resource
import sys
from pathlib import Path

from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from tests.hub.journal.samples import note


async def write(directory: Path) -> None:
    journal = Journal.open(directory)
    loop = asyncio.get_running_loop()
    journal.start(loop)
    with JournalReader.open(directory) as reader:
        number = reader.tail(1)[0][0] if reader.tail(1) else 0
    while True:
        waiting: list[asyncio.Future[BaseException | None]] = []
        for _ in range(3):
            waiting.append(loop.create_future())
            batch = Batch((note("x" * 200, durable=True),))
            journal.commit(batch, waiting[-1].set_result)
        for outcome in waiting:
            number += 1
            error = await outcome
            if error is not None:
                os.write(1, f"refused: {error}\n".encode())
                journal.close()
                return
            os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    asyncio.run(write(Path(sys.argv[1])))
