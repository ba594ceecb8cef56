"""What the values in a dossier may look like: words of the vocabulary, references, dates, links, each checked as it is read.

References are replaced by the id they mean; the validation context is the dossier's `Names`.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, WithJsonSchema
from pydantic import ValidationInfo as Context
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from graph import dates
from graph.dossier.names import SYMBOL, Names, complaint, is_id, suggestion
from graph.errors import BadDate
from graph.vocabulary import EDGES, KINDS, Stance


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Only these words, and the nearest ones proposed for any other."""

    what: str
    words: tuple[str, ...]

    def check(self, value: str) -> str:
        if value not in self.words:
            raise complaint(f"there is no such {self.what}{suggestion(value, self.words)}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class _Form:
    """Only texts of this pattern; the message shows an example."""

    pattern: str
    example: str

    def check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise complaint(f"this is not of the form {self.example}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$"}


def _refer(value: str, context: Context[Names]) -> str:
    return context.context.refer(value)


def _publisher(value: str, context: Context[Names]) -> str:
    names = context.context
    return names.refer(value) if is_id(value) or names.meanings(value) else value


def _document(value: str, context: Context[Names]) -> str:
    names = context.context
    if value not in names.documents:
        raise complaint(f"no document of this dossier has this id{suggestion(value, names.documents, 'list it, with or without claims')}")
    return value


def _date(value: str) -> str:
    try:
        dates.parse(value)
    except BadDate as error:
        raise complaint(error.message) from error
    return value


def _day(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise complaint("a snapshot's date is a full day, such as 2026-11-24")
    return value


def _number(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", value):
        raise complaint("this is not a number such as 200 or 1.5")
    return value


def _whole(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
        raise complaint("this is not a whole number such as 120")
    return value


def _truth(value: Any) -> bool:
    if value not in ("true", "false"):
        raise complaint("this is either true or false")
    return bool(value == "true")


def one_or_more(value: Any) -> Any:
    """Return a list also where one text stands alone."""
    return [value] if isinstance(value, str) else value


_ONE_OR_MORE: Final = (
    BeforeValidator(one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
)

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts: TypeAlias = Annotated[tuple[Text, ...], _ONE_OR_MORE[0], _ONE_OR_MORE[1]]
Date: TypeAlias = Annotated[Text, AfterValidator(_date), WithJsonSchema({"type": ["string", "integer"]})]
Day: TypeAlias = Annotated[Date, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Number: TypeAlias = Annotated[float, BeforeValidator(_number), Field(ge=0)]
Whole: TypeAlias = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Truth: TypeAlias = Annotated[bool, BeforeValidator(_truth)]

Reference: TypeAlias = Annotated[Text, AfterValidator(_refer)]
References: TypeAlias = Annotated[tuple[Reference, ...], _ONE_OR_MORE[0], _ONE_OR_MORE[1]]
Publisher: TypeAlias = Annotated[Text, AfterValidator(_publisher)]
DocumentReference: TypeAlias = Annotated[Text, AfterValidator(_document)]

KindWord: TypeAlias = Annotated[Text, _OneOf("kind", tuple(KINDS))]
StanceWord: TypeAlias = Annotated[Text, _OneOf("stance", tuple(map(str, Stance)))]
TypeWord: TypeAlias = Annotated[Text, _OneOf("type", tuple(EDGES))]

Slug: TypeAlias = Annotated[Text, _Form(r"[a-z0-9]+(-[a-z0-9]+)*", "iran-russia-uav")]
Id: TypeAlias = Annotated[Text, _Form(r"[a-z][a-z0-9_]*:\S+", "person:john-kirby")]
DocumentId: TypeAlias = Annotated[Text, _Form(r"doc:[^\s/]+", "doc:a-paper-2023-06-09")]
Symbol: TypeAlias = Annotated[Text, _Form(SYMBOL, "un:S/RES/2231(2015)")]
Paragraph: TypeAlias = Annotated[Text, _Form(r"[A-Za-z0-9][A-Za-z0-9.()_-]*", "B4")]
Handle: TypeAlias = Annotated[Text, _Form(r"[a-z0-9][a-z0-9-]*", "us-supply")]
Link: TypeAlias = Annotated[Text, _Form(r"https?://\S+", "https://example.org/page")]
Links: TypeAlias = Annotated[tuple[Link, ...], _ONE_OR_MORE[0], _ONE_OR_MORE[1]]
Hash: TypeAlias = Annotated[Text, _Form(r"[0-9a-f]{64}", "64 hexadecimal digits")]
