"""Settings of serving and asking; the only module of this package that reads the environment.

`Settings` is built once, in `bootstrap.py` or the command line. `read_env_file` and
`refuse_unknown_names` are for the start of the program, before any subcommand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.addresses import networks_of
from assistant.errors import SettingsInvalid
from assistant.sites import Origin
from vectorstore.errors import SettingInvalid
from vectorstore.settings import PREFIX, StoreSettings, load

SETTINGS_GROUP = "guidepost.settings"
"""Entry-point group in which every package names its settings class."""


class ServerSettings(BaseModel):
    """How the server listens and how much it takes on."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    host: str = "127.0.0.1"
    """Address to listen on. Another than loopback needs configured sites: without them a server
    answers all who reach it."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    public_url: Origin | None = None
    """Origin under which browsers reach this server, as in https://assistant.example.org: it stands
    in links to sources and on `/embed`. Default: as the request names it, which is right without a
    proxy that adds TLS."""
    threads: int = Field(default=4, ge=1, le=64)
    """Answers made at the same time. 4: each is 10 to 40 ms of work, two cores do no more."""
    max_body_bytes: int = Field(default=65_536, ge=4_096, le=10_000_000)
    """Bytes of a request's body. 64 KB: the longest question with many constraints is under 20."""
    max_header_bytes: int = Field(default=16_384, ge=4_096, le=1_000_000)
    """Bytes of a request's headers, names and values. 16 KB: what proxies let through."""
    max_url_bytes: int = Field(default=8_192, ge=1_024, le=1_000_000)
    """Bytes of a request's path and query. 8 KB: twenty filters of `/programs` are under 4."""
    queue_s: float = Field(default=20, gt=0, le=600)
    """Seconds that a request waits for a thread. 20: 200 questions at once take some 10."""
    answer_s: float = Field(default=45, gt=0, le=3600)
    """Seconds that an answer may take, waiting included. 45: a slow model's whole answer."""
    body_s: float = Field(default=10, gt=0, le=600)
    """Seconds that the body of a request may take to come. 10: 64 KB over a bad mobile line."""
    heartbeat_s: float = Field(default=15, gt=0, le=600)
    """Seconds without an event after which a stream sends a comment: proxies end silent ones, most
    of them after 60, some after 30."""
    keep_alive_s: int = Field(default=65, ge=1, le=3600)
    """Seconds that an idle connection stays open. 65: longer than a proxy's 60, so that the proxy
    ends it and no request is sent into a closing one."""
    grace_s: int = Field(default=25, ge=5, le=300)
    """Seconds from the signal to stop until the process has ended; after two thirds of them what
    is still being answered is ended with an error."""


def _networks(text: str) -> str:
    networks_of(text)
    return text


class AccessSettings(BaseModel):
    """What visitors' tokens are made with, and whose word on an address is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    token_secret: SecretStr | None = Field(default=None, min_length=32)
    """Signs visitors' tokens; 32 characters or more, the same in every server process. Default: a
    new one at each start, so that tokens end with the process."""
    token_s: int = Field(default=900, ge=60, le=86_400)
    """Seconds that a visitor's token holds. 900: a leaked one is soon worth nothing, and the
    element gets a new one unseen."""
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    """Networks of proxies whose X-Forwarded-For is believed, with commas between: 127.0.0.1/32.
    Default: none, the address of a client is that of its connection."""


class LogSettings(BaseModel):
    """What `guidepost serve` writes to standard error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    format: Literal["json", "console"] = "json"
    """`json`: an object a line, for collectors; `console`: for people."""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """Of our own modules; other libraries are heard from warnings on."""
    questions: bool = False
    """Whether lines hold what visitors sent: questions, answers, addresses, messages of errors."""


class LlmSettings(BaseModel):
    """How a chat model is asked, and what it may cost. Without a model nothing of it matters."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    connect_s: float = Field(default=2, gt=0, le=60)
    """Seconds until a connection stands. 2: a server that is up answers in a tenth of it."""
    first_token_s: float = Field(default=8, gt=0, le=600)
    """Seconds until the first word, repeated tries included. 8: nobody waits longer for nothing."""
    between_tokens_s: float = Field(default=10, gt=0, le=600)
    """Seconds between two words. 10: a stream that stalls so long has ended."""
    whole_s: float = Field(default=40, gt=0, le=3600)
    """Seconds of the whole answer of a model. 40: the local one after it still leaves within the 45
    of `server.answer_s`."""
    read_s: float = Field(default=4, gt=0, le=600)
    """Seconds that reading the words left unread may take: nothing is shown meanwhile."""
    retries: int = Field(default=2, ge=0, le=10)
    """Times that a request is tried again before the first word; never after it."""
    retry_wait_s: float = Field(default=0.25, ge=0, le=30)
    """Seconds before the first new try on average, doubled for the next; half of it is chance. What
    a server asks for by Retry-After goes before it."""
    concurrency: int = Field(default=32, ge=1, le=1000)
    """Requests to models at the same time; whoever comes beyond them gets the local answer."""
    breaker_failures: int = Field(default=5, ge=1, le=1000)
    """Failures in a row after which the model is left alone."""
    breaker_open_s: float = Field(default=30, gt=0, le=3600)
    """Seconds until one request tries again whether it is back."""
    temperature: float | None = Field(default=0, ge=0, le=2)
    """Of the model; `null` leaves it out, for models that take none."""
    evidence_tokens: int = Field(default=3000, ge=200, le=200_000)
    """Tokens of evidence in one request; what is beyond them is left out, and the trace says so."""
    output_tokens: int = Field(default=700, ge=50, le=20_000)
    """Tokens of an answer at most. 700: four times the longest answer that is wanted."""
    request_tokens: int = Field(default=8000, ge=500, le=1_000_000)
    """Tokens of one request, its answer included; a larger one is not sent."""
    request_usd: float | None = Field(default=None, ge=0)
    """US dollars of one request at most; needs a price of the model. Default: no ceiling."""
    day_tokens: int | None = Field(default=None, ge=0)
    """Tokens of one day (UTC) at most, of all processes that share the file of conversations, and
    over restarts. Default: no ceiling."""
    day_usd: float | None = Field(default=None, ge=0)
    """US dollars of one day (UTC) at most, counted as `day_tokens`; needs a price."""
    prices: dict[str, tuple[float, float]] = {}
    """US dollars for a million tokens in and out, by model as it is set, as JSON:
    {"openai:NAME": [0.4, 1.6]}. A model without a price costs 0 in what is reported."""
    cache: int = Field(default=256, ge=0, le=100_000)
    """Answers of models that are kept in memory for the very same question; 0 keeps none."""
    cache_conversations: bool = False
    """Whether turns of a conversation that goes on are kept as well."""


class Settings(StoreSettings):
    """Everything that `guidepost serve` and `ask` can be told; the store's settings included.

    A section's fields are set by two underscores: GUIDEPOST_SERVER__PORT.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    conversations: Path | None = None
    """File of the conversations. Default: `conversations.sqlite` in the folder of the index."""
    keep_days: int = Field(default=30, ge=0, le=36_500)
    """Days after its last turn until a conversation is erased, with its feedback; 0: when asked.
    30: long enough to come back to a choice of school, short enough not to collect."""
    sites: Path | None = None
    """YAML file of the sites that are answered. Default: none, and the server answers this machine
    alone, without limits, for development."""
    operator_key: SecretStr | None = Field(default=None, min_length=16)
    """Password of `/operator` and, where sites are configured, of `/metrics`: 16 characters or
    more, or the hash that `guidepost key` prints. Default: none, and they are closed."""
    model: str | None = None
    """The chat model that words answers, by its LangChain name: `openai:NAME`, or `PROVIDER:NAME`
    with the package of that provider installed. Default: none, everything is local."""
    model_base_url: str | None = None
    """Address of an OpenAI-compatible server. Default: that of the provider."""
    model_api_key: SecretStr | None = None
    """Its key. Default: GUIDEPOST_OPENAI_API_KEY for `openai:`, else what the provider's own
    package reads from the environment."""
    reading_model: str | None = None
    """The model that reads words that were left unread, at the same address with the same key; a
    small one will do. Default: the one that words answers."""
    llm: LlmSettings = LlmSettings()
    server: ServerSettings = ServerSettings()
    access: AccessSettings = AccessSettings()
    log: LogSettings = LogSettings()

    @property
    def serving(self) -> ServerSettings:
        """The server's settings; with a model more threads, since most of them only wait for it."""
        if self.model is None:
            return self.server
        threads = self.server.threads + self.llm.concurrency
        return self.server.model_copy(update={"threads": threads})

    @property
    def conversations_file(self) -> Path:
        """The file of the conversations, wherever it was set."""
        return self.conversations or self.index / "conversations.sqlite"


def load_settings(index: Path | None = None) -> Settings:
    """The settings from the environment; `index`, if given, goes before it.

    Raises: SettingsInvalid.
    """
    try:
        return load(Settings) if index is None else load(Settings, index=index)
    except SettingInvalid as error:
        raise SettingsInvalid(str(error)) from error


def read_env_file(path: Path = Path(".env")) -> frozenset[str]:
    """Set what a `.env` file says and the environment does not; the names set, in capitals."""
    said = dotenv_values(path) if path.is_file() else {}
    new = {n: value for n, value in said.items() if value and n not in os.environ}
    os.environ.update(new)
    return frozenset(name.upper() for name in new)


def names_given() -> frozenset[str]:
    """Names of the environment's variables that are not empty, in capitals."""
    return frozenset(name.upper() for name, value in os.environ.items() if value)


def refuse_unknown_names(environment: Mapping[str, str] | None = None) -> None:
    """Fail if the environment holds a GUIDEPOST_ name that no package knows.

    Raises: SettingsInvalid.
    """
    given = os.environ if environment is None else environment
    known = known_names()
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsInvalid(
                f"{name} is no setting of this program; .env.example names those that are"
            )


def known_names() -> frozenset[str]:
    """Every environment variable that a settings class of the program reads."""
    return frozenset(name for made in settings_classes() for name in names_of(made))


def settings_classes() -> tuple[type[BaseSettings], ...]:
    """The settings classes of all packages, ours first."""
    others = [point.load() for point in entry_points(group=SETTINGS_GROUP)]
    return tuple(dict.fromkeys([Settings, *others]))


def names_of(made: type[BaseModel], prefix: str = PREFIX) -> Iterable[str]:
    """The environment variables that one settings class reads, nested sections included."""
    for name, field in made.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from names_of(section, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"
