// Sanctioned by one, not by the other
//
// question = "Who is sanctioned by A and not by B, and how many days lie between the two where both list it?"
// tags = ["sanctions"]
// identity = ["target", "programme"]
//
// [params.a]
// type = "entity"
// help = "the authority that lists"
//
// [params.b]
// type = "entity"
// help = "the authority that may not"
//
// [params.since]
// type = "date"
// help = "only listings of A from this day on"
//
// [columns]
// target = "the party"
// name = "its name"
// programme = "A's programmes"
// since_a = "since when A lists it"
// since_b = "since when B lists it, if it does"
// lag_days = "days from A's listing to B's"
// as_b = "the same party in registers of B's, where that is another entry"

WITH 'country:US' AS a,
     'country:GB' AS b,
     '1900-01-01' AS since
MATCH (x:Entity {id: a})
MATCH (x)-[r:SANCTIONS]->(t:Entity)
WHERE r.status <> 'ended'
WITH b, since, t, coalesce(r.from_min, r.again_since, r.first_seen) AS start, r.scope AS scope
ORDER BY scope
WITH b, since, t, min(start) AS since_a, collect(DISTINCT scope) AS programme
WHERE since_a IS NULL OR since_a >= since
OPTIONAL MATCH (t)-[same:SAME_AS*1..3]-(twin:Entity)
WHERE all(link IN same WHERE NOT link.status IN ['ended', 'contested'])
WITH b, t, since_a, programme, collect(DISTINCT twin) AS twins
UNWIND [t] + twins AS self
OPTIONAL MATCH (self)<-[s:SANCTIONS]-(y:Entity)
WHERE y.id = b AND s.status <> 'ended'
WITH t, since_a, programme, s, CASE WHEN s IS NOT NULL AND self.id <> t.id THEN self.id END AS other
ORDER BY other
WITH t, since_a, programme, count(s) AS listed, min(coalesce(s.from_min, s.again_since, s.first_seen)) AS since_b, collect(DISTINCT other) AS as_b
RETURN t.id AS target, t.name AS name, programme, since_a, since_b,
  CASE WHEN listed > 0 AND since_a IS NOT NULL AND since_b IS NOT NULL
       THEN duration.inDays(date(substring(since_a, 0, 10)), date(substring(since_b, 0, 10))).days END AS lag_days, as_b
ORDER BY CASE WHEN since_b IS NULL THEN 0 ELSE 1 END, since_a, target
