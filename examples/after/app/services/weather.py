"""The weather to sail in."""

import asyncio
import logging
import random

import httpx

logger = logging.getLogger(__name__)

TRIES = 3


class ForecastUnavailable(Exception):
    """The weather service cannot be reached or does not work."""


async def wind(client: httpx.AsyncClient, lat: float, lon: float) -> dict:
    """Get the wind forecast for a place. Raises ForecastUnavailable."""
    for attempt in range(1, TRIES + 1):
        try:
            response = await client.get("/wind", params={"lat": lat, "lon": lon})
            response.raise_for_status()
            return response.json()
        except httpx.HTTPError as error:
            if attempt == TRIES:
                raise ForecastUnavailable from error
            logger.warning("no forecast in try %d: %r", attempt, error)
            await asyncio.sleep(2**attempt * 0.1 + random.random())
    raise ForecastUnavailable
