// Who sanctions a target
//
// question = "Who sanctions X, since when, and under what?"
// tags = ["sanctions"]
// identity = ["target", "authority", "programme", "record"]
//
// [params.target]
// type = "entity"
// help = "a listed party, or a country whose nationals and companies are listed"
//
// [columns]
// target = "the party that is listed"
// authority = "who lists it"
// programme = "the programme or regime"
// since = "the listing date, or the first snapshot that has it"
// since_is = "what that date is"
// until = "when it was delisted, or the first snapshot without it"
// basis = "the legal instrument, where the register states one"
// status = "official while it is listed, ended afterwards"
// record = "the register's own record"
// identity = "whether it is the party itself, the same party in another register, or a national of the country or based there"

WITH 'actor:iranian-defence-executives' AS target
MATCH (t:Entity {id: target})
CALL () {
  MATCH (s:Source)<-[:LOADED]-(run:Run)
  WITH s.id AS register, min(run.snapshot) AS snapshot
  RETURN collect(register + ' ' + snapshot) AS firsts
}
CALL (t) {
  MATCH (t)-[same:SAME_AS*0..3]-(self:Entity)
  WHERE all(link IN same WHERE NOT link.status IN ['ended', 'contested'])
  RETURN DISTINCT self, CASE WHEN self.id = t.id THEN 'the party itself' ELSE 'the same party in another register' END AS identity
UNION
  MATCH (t)<-[tie:CITIZEN_OF|BASED_IN]-(self:Entity)
  WHERE t.kind = 'Country' AND tie.status <> 'ended'
  RETURN DISTINCT self, 'a national of the country, or based there' AS identity
}
MATCH (self)<-[r:SANCTIONS]-(by:Entity)
OPTIONAL MATCH (programme:Entity {id: r.programme})
OPTIONAL MATCH (programme)-[:IMPOSED_UNDER]->(law:Entity)
WITH self, identity, r, by, firsts, collect(DISTINCT law.id) AS laws
RETURN self.id AS target, by.id AS authority, r.scope AS programme,
  coalesce(r.from_min, r.again_since, r.first_seen) AS since,
  CASE WHEN r.from_min IS NOT NULL THEN 'stated' WHEN r.first_seen IS NULL THEN 'not stated'
       WHEN r.again_since IS NOT NULL THEN 'first snapshot that lists it again'
       WHEN any(x IN r.sources WHERE x + ' ' + r.first_seen IN firsts) THEN 'not stated: in the first snapshot loaded'
       ELSE 'first snapshot that lists it' END AS since_is,
  coalesce(r.until_max, r.gone_at) AS until,
  coalesce(r.basis, r.legal_basis, CASE WHEN size(laws) > 0 THEN laws END) AS basis, r.status AS status, coalesce(r.records, r.sources) AS record, identity
ORDER BY status DESC, authority, programme, target, record
