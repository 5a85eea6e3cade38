"""The mapping file: what the columns, activities and values of a foreign log mean here."""

from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dashboard.registry.status import Status

Target = TypeVar("Target")
CHANNELS = ("aplikasi", "halo_pamor", "halo_petugas", "loket", "lain")


class MappingError(Exception):
    """The mapping cannot be used; the message tells the operator what to change."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Strict):
    """Names of the log's columns. ``resource`` may be named but is never stored: it is a person."""

    case: str
    activity: str
    timestamp: str
    resource: str | None = None


class Attribute(_Strict):
    """How one attribute of an application is found.

    A value is looked up in ``values`` (exact names first, then ``*``/``?`` patterns in the order
    written), then among the codes and names of the reference table. What stays unknown is
    registered there with ``create``, else it takes ``default``, else it is unknown.
    """

    column: str | None = None
    values: dict[str, str] = {}
    default: str | None = None
    create: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Attribute:
        if self.column is None and (self.default is None or self.values or self.create):
            raise ValueError("column is missing (only a lone default needs none)")
        return self


class Attributes(_Strict):
    layanan: Attribute | None = None
    varian: Attribute | None = None
    kecamatan: Attribute | None = None
    kelurahan: Attribute | None = None
    lokasi: Attribute | None = None
    kanal: Attribute | None = None
    reason: Attribute | None = None

    def named(self) -> dict[str, Attribute]:
        """The attributes that the mapping sets, by name."""
        pairs = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: attribute for name, attribute in pairs if attribute is not None}

    @model_validator(mode="after")
    def _fits_the_tables(self) -> Attributes:
        for name in ("kelurahan", "kanal"):
            attribute = getattr(self, name)
            if attribute is not None and attribute.create:
                raise ValueError(f"{name} is a closed list: create is not possible")
        if self.kanal is not None:
            targets = {*self.kanal.values.values(), *filter(None, [self.kanal.default])}
            if not targets <= set(CHANNELS):
                raise ValueError(f"kanal must be one of {', '.join(CHANNELS)}")
        return self


class Mapping(_Strict):
    """A validated mapping file."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
    columns: Columns
    statuses: Annotated[dict[str, Status], Field(min_length=1)]
    attributes: Attributes = Attributes()
    time_zone: str = "Asia/Jakarta"
    timestamp_formats: tuple[str, ...] = ()
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8-sig"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {name!r}") from error
        return name

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        try:
            "".encode(name)
        except LookupError as error:
            raise ValueError(f"unknown encoding {name!r}") from error
        # A byte-order mark must never become part of the first column's name.
        return "utf-8-sig" if name.lower().replace("_", "-") in ("utf-8", "utf8") else name

    @property
    def source(self) -> str:
        """``request.source`` of every application of this log."""
        return f"impor:{self.name}"

    def status_of(self, activity: str) -> Status | None:
        """The status an activity means; ``None`` for activities that are no status change."""
        return lookup(self.statuses, activity.strip())


def lookup(table: dict[str, Target], value: str) -> Target | None:
    """What a table of names and patterns says of a value.

    The exact name wins; else the first pattern, in the order written, that fits the whole value.
    ``*`` stands for any characters and ``?`` for one; capitals matter; brackets mean themselves.
    """
    if value in table:
        return table[value]
    for pattern, target in table.items():
        if ("*" in pattern or "?" in pattern) and fnmatch.fnmatchcase(value, pattern.replace("[", "[[]")):
            return target
    return None


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises:
        MappingError: it is missing, no TOML, or says something that is not understood.
    """
    try:
        with path.open("rb") as file:
            return Mapping.model_validate(tomllib.load(file))
    except OSError as error:
        raise MappingError(f"Berkas pemetaan {path} tidak dapat dibaca: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"Berkas pemetaan {path} bukan TOML yang benar: {error}") from error
    except ValidationError as error:
        raise MappingError(_in_plain_words(path, error)) from error


def _in_plain_words(path: Path, error: ValidationError) -> str:
    lines = [f"Berkas pemetaan {path} tidak dapat dipakai:"]
    for problem in error.errors():
        place = ".".join(map(str, problem["loc"])) or "pemetaan"
        words = {"extra_forbidden": "kunci tidak dikenal", "missing": "wajib diisi"}
        lines.append(f"- {place}: {words.get(problem['type'], problem['msg'])}")
    return "\n".join(lines)
