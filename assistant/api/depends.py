"""What routes need of the app: the service behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant.api.service import Service


def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceNow = Annotated[Service, Depends(_service)]
