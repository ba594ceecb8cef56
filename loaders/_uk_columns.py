"""The columns of the United Kingdom's lists, and the property of a party that each states, where it states one by itself.

Those without one are read together with others: names, addresses, documents, places of birth, listings.
"""

from collections.abc import Mapping
from typing import Final

CONLIST: Final[Mapping[str, str]] = {
    "Name 6": "", "Name 1": "", "Name 2": "", "Name 3": "", "Name 4": "", "Name 5": "", "Alias Type": "", "Alias Quality": "",
    "Name Non-Latin Script": "", "Non-Latin Script Type": "", "Non-Latin Script Language": "",
    "Address 1": "", "Address 2": "", "Address 3": "", "Address 4": "", "Address 5": "", "Address 6": "", "Post/Zip Code": "",
    "Country": "", "Town of Birth": "", "Country of Birth": "", "Passport Number": "", "Passport Details": "", "NI Number": "",
    "National Identification Number": "", "National Identification Details": "", "Group Type": "", "Regime": "", "Listed On": "",
    "Group ID": "", "Title": "titles", "DOB": "birth_date", "Nationality": "nationality", "Position": "positions",
    "Other Information": "remarks", "Last Updated": "last_updated", "UK Sanctions List Date Designated": "date_designated",
}  # fmt: skip
"""OFSI's ConList, in its editions of 2018 and of 2022 to 2026."""

SANCTIONS_LIST: Final[Mapping[str, str]] = {
    "Name 6": "", "Name 1": "", "Name 2": "", "Name 3": "", "Name 4": "", "Name 5": "", "Name type": "", "Alias strength": "",
    "Name non-latin script": "", "Non-latin script type": "", "Non-latin script language": "",
    "Address Line 1": "", "Address Line 2": "", "Address Line 3": "", "Address Line 4": "", "Address Line 5": "", "Address Line 6": "",
    "Address Postal Code": "", "Address Country": "", "Town of birth": "", "Country of birth": "", "Passport number": "",
    "Passport additional information": "", "National Identifier number": "", "National Identifier additional information": "",
    "Designation Type": "", "Regime Name": "", "Date Designated": "", "Unique ID": "", "Last Updated": "last_updated",
    "OFSI Group ID": "group", "UN Reference Number": "un_reference", "Title": "titles", "Designation source": "source",
    "Sanctions Imposed": "measures", "Other Information": "remarks", "UK Statement of Reasons": "reasons", "Phone number": "phones",
    "Website": "websites", "Email address": "emails", "D.O.B": "birth_date", "Nationality(/ies)": "nationality",
    "Position": "positions", "Gender": "gender", "Type of entity": "organisation_type", "Subsidiaries": "subsidiaries",
    "Parent company": "parent_companies", "Business registration number (s)": "business_numbers", "IMO number": "imo_text",
    "Current owner/operator (s)": "vessel_owner", "Previous owner/operator (s)": "former_vessel_owners",
    "Current believed flag of ship": "flag", "Previous flags": "former_flags", "Type of ship": "vessel_type",
    "Tonnage of ship": "tonnage", "Length of ship": "length", "Year Built": "built", "Hull identification number (HIN)": "hull_number",
}  # fmt: skip
"""The UK Sanctions List."""
