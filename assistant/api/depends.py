"""What routes need of the app: the service behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant.api.service import Service


def service_of(request: Request) -> Service:
    """The service behind the app that answers this request."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceNow = Annotated[Service, Depends(service_of)]
