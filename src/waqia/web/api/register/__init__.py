"""The register over HTTP, `/api/v1/register`: what people and programs may do by its service."""

from __future__ import annotations

from fastapi import APIRouter

from waqia.web.api.describing import REGISTER
from waqia.web.api.register import (
    deciding,
    judging,
    looking,
    queueing,
    recording,
    shelving,
    working,
)

router = APIRouter(tags=["register"])
for _part in (looking, recording, deciding, judging, queueing, working, shelving):
    router.include_router(_part.router, prefix=REGISTER)
