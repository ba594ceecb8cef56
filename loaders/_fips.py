"""Which territory a country's code of FIPS 10-4 stands for: the codes are not those of ISO 3166 (CH is China, SZ is Switzerland).

Format: "Countries, Dependencies, Areas of Special Sovereignty, and Their Principal Administrative Divisions" (NIST, FIPS PUB 10-4,
withdrawn in 2008). Oceans and disputed islands are none.
"""

from functools import cache
from typing import Final

_CODES: Final = """
AA AW AC AG AE AE AF AF AG DZ AJ AZ AL AL AM AM AN AD AO AO AQ AS AR AR AS AU AU AT AV AI AY AQ BA BH BB BB BC BW BD BM BE BE BF BS BG BD
BH BZ BK BA BL BO BM MM BN BJ BO BY BP SB BR BR BT BT BU BG BV BV BX BN BY BI CA CA CB KH CD TD CE LK CF CG CG CD CH CN CI CL CJ KY CK CC
CM CM CN KM CO CO CQ MP CS CR CT CF CU CU CV CV CW CK CY CY DA DK DJ DJ DO DM DR DO EC EC EG EG EI IE EK GQ EN EE ER ER ES SV ET ET EZ CZ
FG GF FI FI FJ FJ FK FK FM FM FO FO FP PF FR FR FS TF GA GM GB GA GG GE GH GH GI GI GJ GD GK GG GL GL GM DE GP GP GQ GU GR GR GT GT GV GN
GY GY GZ PS HA HT HK HK HM HM HO HN HR HR HU HU IC IS ID ID IM IM IN IN IO IO IR IR IS IL IT IT IV CI IZ IQ JA JP JE JE JM JM JN SJ JO JO
KE KE KG KG KN KP KR KI KS KR KT CX KU KW KV XK KZ KZ LA LA LE LB LG LV LH LT LI LR LO SK LS LI LT LS LU LU LY LY MA MG MB MQ MC MO MD MD
MF YT MG MN MH MS MI MW MJ ME MK MK ML ML MN MC MO MA MP MU MR MR MT MT MU OM MV MV MX MX MY MY MZ MZ NC NC NE NU NF NF NG NE NH VU NI NG
NL NL NN SX NO NO NP NP NR NR NS SR NT ANHH NU NI NZ NZ OD SS PA PY PC PN PE PE PK PK PL PL PM PA PO PT PP PG PS PW PU GW QA QA RE RE RI RS
RM MH RN MF RO RO RP PH RQ PR RS RU RW RW SA SA SB PM SC KN SE SC SF ZA SG SN SH SH SI SI SL SL SM SM SN SG SO SO SP ES ST LC SU SD SV SJ
SW SE SX GS SY SY SZ CH TB BL TD TT TH TH TI TJ TK TC TL TK TN TO TO TG TP ST TS TN TT TL TU TR TV TV TW TW TX TM TZ TZ UC CW UG UG UK GB
UP UA US US UV BF UY UY UZ UZ VC VC VE VE VI VG VM VN VQ VI VT VA WA NA WE PS WF WF WI EH WS WS WZ SZ YI CSXX YM YE ZA ZM ZI ZW
"""


def territory(code: str) -> str:
    """Return the id of the territory that a code stands for, or nothing when it stands for none."""
    found = _codes().get(code)
    return f"country:{found}" if found else ""


@cache
def _codes() -> dict[str, str]:
    words = _CODES.split()
    return dict(zip(words[::2], words[1::2]))
