// Officials who are sanctioned
//
// question = "Which officials in a position are sanctioned, and by whom?"
// note = "an official is the same as a listed party where a published identifier joins them; actorgraph match --candidates lists those who share only a name"
// tags = ["sanctions", "officials"]
// identity = ["official", "position", "body", "authority", "programme", "listed_as"]
//
// [params.position]
// type = "text"
// help = "a word of the office, such as minister; every office when not given"
//
// [columns]
// official = "the person"
// position = "the office held or spoken for"
// body = "the state or organisation"
// authority = "who lists the person"
// programme = "the programme or regime"
// since = "the listing date, or the first snapshot that has it"
// listed_as = "the party that is listed: the official, or the same person in another register"

WITH null AS position
MATCH (o:Official)
MATCH (o)-[same:SAME_AS*0..3]-(self:Entity)
WHERE all(link IN same WHERE NOT link.status IN ['ended', 'contested'])
WITH DISTINCT position, o, self
MATCH (self)<-[r:SANCTIONS]-(by:Entity)
WHERE r.status <> 'ended'
MATCH (o)-[h:HOLDS_POSITION|SPEAKS_FOR]->(body:Entity)
WHERE h.status <> 'ended'
WITH position, o, self, r, by, body, CASE WHEN type(h) = 'SPEAKS_FOR' THEN 'speaks for' ELSE coalesce(h.office, h.scope, body.name) END AS office
WHERE position IS NULL OR toLower(office) CONTAINS toLower(position)
RETURN DISTINCT o.id AS official, office AS position, body.id AS body, by.id AS authority, r.scope AS programme,
  coalesce(r.from_min, r.again_since, r.first_seen) AS since, self.id AS listed_as
ORDER BY official, position, body, authority, programme, listed_as
