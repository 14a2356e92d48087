"""HTTP/1.1 with a bound on headers while they arrive, and problems for what is no HTTP.

uvicorn's faster parser keeps the headers of a request however many come; h11 gives up at a size.
What it gives up on never reaches the app, so the answer is written here.
"""

from __future__ import annotations

import sys
from uuid import uuid4

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.api.observe import REQUEST_ID
from assistant.api.problems import MEDIA_TYPE, http_problem, problem_of
from assistant.errors import HttpInvalid
from assistant.logs import in_request
from assistant.settings import ServerSettings

_TOO_LARGE = 431


def max_incomplete_bytes(limits: ServerSettings) -> int:
    """Bytes of a request line and headers at which the connection is given up.

    Above what the app refuses with a better answer.
    """
    return 2 * (limits.max_header_bytes + limits.max_url_bytes)


class Http(H11Protocol):
    """One connection."""

    def send_400_response(self, msg: str) -> None:
        """Answer what could not be read with a problem, and close the connection."""
        # uvicorn calls this while it handles h11's error, which knows what is wrong.
        status = getattr(sys.exception(), "error_status_hint", 400)
        request_id = uuid4().hex
        with in_request(request_id=request_id):
            found = http_problem(status) if status == _TOO_LARGE else problem_of(HttpInvalid(msg))
        body = found.model_dump_json().encode()
        headers = [
            ("content-type", MEDIA_TYPE),
            ("content-length", str(len(body))),
            ("connection", "close"),
            ("x-content-type-options", "nosniff"),
            (REQUEST_ID, request_id),
        ]
        # Where an answer has begun, nothing more can be said: the connection ends cut.
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            answer = h11.Response(status_code=found.status, headers=headers, reason=found.title)
            for event in (answer, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
