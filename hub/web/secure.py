"""The page's https port, which is there once somebody has made a House key."""

import asyncio
import logging
import ssl
from pathlib import Path
from typing import Final

from aiohttp import web

from hub.clock import Clock
from hub.door import house_ca
from hub.intake.meant import Refused
from hub.view.plain_json import Picture
from hub.web.access import Access
from rules.words.times import HOUR

LOOK_EVERY: Final = HOUR
FAULTS: Final = (OSError, ValueError, KeyError)
"""What a key that was spoiled, or a port that is taken, comes to."""
NOT_AFAR: Final = (
    "the page answers on this machine alone, so no phone reaches it: "
    "write `page: { host: 0.0.0.0 }` into hub.yaml and restart the hub"
)

log = logging.getLogger(__name__)


class SecurePort:
    """Opens https beside http, and has the certificate renewed while it is open."""

    def __init__(self, state: Path, host: str, port: int, access: Access, clock: Clock) -> None:
        """Prepare; `port` 0 takes any free one."""
        self.state = state
        self._host = host
        self._port = port
        self._access = access
        self._clock = clock
        self._context: ssl.SSLContext | None = None
        self._next: asyncio.TimerHandle | None = None
        self._one_at_a_time = asyncio.Lock()
        self._runner: web.AppRunner | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the page answers over https."""
        return self._context is not None

    async def start(self, runner: web.AppRunner) -> None:
        """Open the port if there is a House key; what is wrong with it never fails the page."""
        self._runner = runner
        if not house_ca.has_house_key(self.state):
            return
        try:
            await self._open(runner)
        except FAULTS as error:
            log.warning("the page does not answer over https: %s", error)

    def stop(self) -> None:
        """Renew nothing any more; the runner closes the port."""
        if self._next is not None:
            self._next.cancel()

    async def make(self) -> Picture:
        """Make the House key unless there is one, open the port, and say what there is to say."""
        access, runner = self._access, self._runner
        if not access.afar or runner is None:
            raise Refused(NOT_AFAR)
        async with self._one_at_a_time:
            try:
                if not house_ca.has_house_key(self.state):
                    house_ca.make(self.state, access.names, access.addresses, self._clock.now())
                if self._context is None:
                    await self._open(runner)
            except FAULTS as error:
                raise Refused(f"the House key could not be made: {error}") from error
        return self.picture()

    def picture(self) -> Picture:
        """Return where the page is over https, and how its key is told from others."""
        access, names = self._access, self._access.names
        name = names[0] if not access.addresses[0] else access.addresses[0]
        return {
            "fingerprint": house_ca.fingerprint(self.state),
            "secure": [access.place(one, secure=True) for one in (*names, name)],
            "plain": f"{access.place(name, secure=False)}/house-key",
        }

    async def _open(self, runner: web.AppRunner) -> None:
        house_ca.renew(self.state, self._access.addresses, self._clock.now())
        context = house_ca.context_of(self.state)
        known = set(map(str, runner.addresses))
        await web.TCPSite(runner, self._host, self._port, ssl_context=context).start()
        fresh = [one for one in runner.addresses if str(one) not in known]
        self._access.secure_port = fresh[0][1]
        self._context = context
        self._look_later()

    def _look_later(self) -> None:
        self._next = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def _look(self) -> None:
        """Have the certificate renewed where that is due; new connections see the new one."""
        context = self._context
        try:
            renewed = house_ca.renew(self.state, self._access.addresses, self._clock.now())
            if renewed and context is not None:
                house_ca.load(self.state, context)
        except FAULTS as error:
            log.warning("the page's certificate was not renewed: %s", error)
        self._look_later()
