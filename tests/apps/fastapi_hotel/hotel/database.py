from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_async_engine("postgresql+asyncpg://hotel@db/hotel", connect_args={"timeout": 5})
session_factory = async_sessionmaker(engine, expire_on_commit=False)
archive = create_engine("postgresql://hotel@db/archive", connect_args={"connect_timeout": 5})
ArchiveSession = sessionmaker(archive)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with session_factory() as session:
        yield session


def get_archive() -> Iterator[Session]:
    with ArchiveSession() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
ArchiveDep = Annotated[Session, Depends(get_archive)]
