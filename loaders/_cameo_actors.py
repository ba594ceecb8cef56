"""Whom a CAMEO actor code stands for: a state, or a party known by its code alone.

Format: CAMEO codebook 1.1b3, chapter 3: codes are made of parts of three letters (USAGOV, IGOEUREEC). A country's code, alone
or with GOV after it, is the state. All others are parties of their own under `cameo:CODE`, named by what the parts mean;
the same code has the same name everywhere. One that names nobody, only a role somewhere (COP, AFRREB), is of the type `unknown`.
"""

from functools import cache
from typing import Final

from graph.claims import Entity
from loaders import _countries

_NOT_ISO: Final = {
    "ROM": "country:RO", "TMP": "country:TL", "ZAR": "country:CD", "KSV": "country:XK", "MTN": "country:ME", "IMY": "country:IM",
}  # fmt: skip
"""Countries' codes that CAMEO writes otherwise than ISO 3166-1 does now."""

REGIONS: Final = {
    "AFR": "Africa", "ASA": "Asia", "BAG": "Baghdad", "BLK": "Balkans", "CAS": "Central Asia", "CAU": "Caucasus", "CEU": "Central Europe",
    "CFR": "Central Africa", "CRB": "Caribbean", "EAF": "Eastern Africa", "EEU": "Eastern Europe", "EIN": "East Indies",
    "EUR": "Europe", "GZS": "Gaza Strip", "LAM": "Latin America", "MDT": "Mediterranean", "MEA": "Middle East",
    "NAF": "North Africa", "NMR": "North America", "PGS": "Persian Gulf", "SAF": "Southern Africa", "SAM": "South America",
    "SAS": "South Asia", "SCN": "Scandinavia", "SEA": "Southeast Asia", "WAF": "West Africa", "WSB": "West Bank", "WST": "the West",
}  # fmt: skip
"""Codes in the column of countries that are regions; several states' or none, so parties of their own."""

_ROLES: Final = {
    "AGR": "agriculture", "BUS": "business", "COP": "police", "CRM": "criminals", "CVL": "civilians", "DEV": "development",
    "EDU": "education", "ELI": "elites", "ENV": "environmentalists", "GOV": "government", "HLH": "health", "HRI": "human rights",
    "IGO": "intergovernmental organisation", "IMG": "international armed group", "INS": "insurgents", "INT": "international",
    "JUD": "judiciary", "LAB": "labour", "LEG": "legislature", "MED": "media", "MIL": "military", "MNC": "multinational company",
    "MOD": "moderates", "NGM": "non-governmental movement", "NGO": "non-governmental organisation", "OPP": "opposition",
    "PTY": "political party", "RAD": "radicals", "REB": "rebels", "REF": "refugees", "REL": "religious", "SEP": "separatists",
    "SET": "settlers", "SPY": "intelligence service", "TOP": "top officials", "UAF": "armed group", "UIS": "unidentified state",
    "ARB": "Arabs", "PAL": "Palestinians", "PKO": "peacekeepers",
    "ALE": "Alevis", "ATH": "agnostics", "BAH": "Bahais", "BUD": "Buddhists", "CHR": "Christians", "CON": "Confucians", "CPT": "Copts",
    "CTH": "Catholics", "DOX": "Orthodox", "DRZ": "Druze", "HIN": "Hindus", "HSD": "Hasidim", "JAN": "Jains", "JEW": "Jews",
    "JHW": "Jehovah's Witnesses", "LDS": "Latter-day Saints", "MOS": "Muslims", "MRN": "Maronites", "PRO": "Protestants", "SFI": "Sufis",
    "SHI": "Shiites", "SIK": "Sikhs", "SUN": "Sunnis", "TAO": "Taoists", "UDX": "ultra-Orthodox", "ZRO": "Zoroastrians",
}  # fmt: skip
"""Parts that say what somebody is: roles, peoples, faiths (so that SUN is not the Soviet Union)."""

_GROUPS: Final = {
    "ADB": "Asian Development Bank", "AFB": "African Development Bank", "ALQ": "Al Qaeda", "AMN": "Amnesty International",
    "ARL": "Arab League", "ASN": "ASEAN", "CIS": "Commonwealth of Independent States", "COE": "Council of Europe",
    "CWN": "Commonwealth of Nations", "EBR": "European Bank for Reconstruction and Development", "EEC": "European Union",
    "FAO": "Food and Agriculture Organization", "FTA": "Fatah", "GCC": "Gulf Cooperation Council", "GOE": "Group of Eight",
    "GOS": "Group of Seven", "GRP": "Greenpeace", "HCH": "UN human rights office", "HCR": "UN refugee agency",
    "HEZ": "Hezbollah", "HMS": "Hamas", "HRW": "Human Rights Watch", "IAE": "International Atomic Energy Agency",
    "ICC": "International Criminal Court", "ICJ": "International Court of Justice", "ILO": "International Labour Organization",
    "IMF": "International Monetary Fund", "IRC": "Red Cross", "ISJ": "Palestinian Islamic Jihad", "ITP": "Interpol", "KID": "UNICEF",
    "MSF": "Doctors Without Borders", "NAT": "NATO", "NON": "Non-Aligned Movement", "OAS": "Organization of American States",
    "OAU": "Organisation of African Unity", "OIC": "Organisation of Islamic Cooperation", "OPC": "OPEC",
    "PLO": "Palestine Liberation Organization", "PRC": "Paris Club", "SAD": "Southern African Development Community", "SCE": "OSCE",
    "TAL": "Taliban", "UNO": "United Nations", "WAS": "ECOWAS", "WBK": "World Bank", "WCT": "war crimes tribunals",
    "WEF": "World Economic Forum", "WFP": "World Food Programme", "WHO": "World Health Organization", "WTO": "World Trade Organization",
}  # fmt: skip
"""Parts that are one party: organisations, armed groups."""

_NAMES: Final = REGIONS | _ROLES | _GROUPS


@cache
def actor(code: str) -> Entity:
    """Return the party that a code stands for, as a thing that is referred to; the code is not empty."""
    state = _territory(code.removesuffix("GOV") if len(code) == 6 else code)
    if state:
        return _countries.entity(state)
    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    roles = [_NAMES.get(part, part) for part in parts if not _territory(part)]
    states = list(dict.fromkeys(filter(None, map(_territory, parts))))
    place = f" ({', '.join(_countries.entity(id).name for id in states)})" if states else ""
    details = {"territory": states[0]} if len(states) == 1 else {}
    if all(part in _ROLES or part in REGIONS for part in parts):
        details["party_type"] = "unknown"
    return Entity(id=f"cameo:{code}", kind="Actor", name=(", ".join(roles) or code) + place, details=details, described=False)


@cache
def _territory(code: str) -> str:
    """Return the id of the territory with this code; roles and regions are none, nor what is an abbreviation elsewhere (PRC, SAD)."""
    if code in _NAMES:
        return ""
    return _NOT_ISO.get(code) or _countries.alpha3(code)
