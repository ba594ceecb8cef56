// Listings whose reason mentions a term
//
// question = "Which listings state a reason that mentions a term?"
// tags = ["sanctions"]
// identity = ["target", "authority", "programme"]
//
// [params.term]
// type = "text"
// help = "a word of the reason; case does not matter"
//
// [columns]
// target = "the party"
// authority = "who lists it"
// programme = "the programme or regime"
// reason = "the reason or remarks, as the register has them"
// since = "the listing date, or the first snapshot that has it"
// status = "official while it is listed, ended afterwards"

WITH 'UAV' AS term
MATCH (t:Entity)
WHERE toLower(coalesce(t.reasons, t.remarks, '')) CONTAINS toLower(term)
MATCH (t)<-[r:SANCTIONS]-(by:Entity)
RETURN t.id AS target, by.id AS authority, r.scope AS programme, coalesce(t.reasons, t.remarks) AS reason,
  coalesce(r.from_min, r.again_since, r.first_seen) AS since, r.status AS status
ORDER BY target, authority, programme
