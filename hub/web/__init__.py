"""The page and the HTTP API, on loopback and on the console's socket; aiohttp is used only here."""
