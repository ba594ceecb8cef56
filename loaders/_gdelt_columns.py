"""The columns of GDELT's files, which have no header: told apart by how many they are."""

from collections.abc import Mapping
from typing import Final

_ACTOR: Final = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_PLACE: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_NEW: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{part}" for part in _ACTOR), *(f"Actor2{part}" for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in _PLACE),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
_OLD: Final = tuple(column for column in _NEW if "ADM2" not in column)
COLUMNS: Final[Mapping[int, tuple[str, ...]]] = {61: _NEW, 58: _OLD, 57: _OLD[:-1]}
MENTIONS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
