// Accusations of violating a resolution
//
// question = "Who is accused of violating R, and was the cited provision in force when the deed was done?"
// tags = ["resolutions", "in force", "claims"]
// identity = ["pid"]
//
// [params.resolution]
// type = "entity"
// help = "the resolution"
//
// [columns]
// accused = "who is said to have acted against it"
// provision = "what is cited"
// accusers = "who says so"
// originals = "how many independent originals they are read in"
// deed = "what is said to have been done"
// deed_from = "when it is said to have begun, or else the day of the first accusation"
// deed_until = "when it is said to have ended, or else the day of the last accusation"
// verdict = "whether the provision was in force at the deed's time"
// status = "what the claims amount to"
// pid = "the proposition"

WITH 'un:S/RES/2231(2015)' AS resolution
MATCH (res:Entity {id: resolution})
OPTIONAL MATCH (res)-[:HAS_PROVISION]->(provision:Entity)
WITH res, collect(provision) + [res] AS cited
UNWIND cited AS target
MATCH (target)<-[:OBJECT]-(v:Proposition)
WHERE v.type = 'VIOLATES'
MATCH (v)<-[:ABOUT]-(c:Claim)
WHERE c.stance IN ['asserts', 'acknowledges', 'qualifies']
WITH res, target, v, min(c.said_at) AS first_said, max(c.said_at) AS last_said, min(c.from_min) AS begun,
  max(c.until_max) AS ended
OPTIONAL MATCH (v)-[:CONCERNS]->(d:Proposition)
WITH res, target, v, d, coalesce(begun, first_said) AS deed_from, coalesce(ended, last_said) AS deed_until
OPTIONAL MATCH (target)-[f:IN_FORCE]->(res)
WITH res, target, v, d, deed_from, deed_until,
  collect(CASE WHEN f IS NOT NULL THEN {contested: f.contested, whole: (f.from IS NULL OR f.from <= deed_from) AND (f.until IS NULL OR deed_until < f.until),
    part: (f.from IS NULL OR f.from <= deed_until) AND (f.until IS NULL OR deed_from < f.until), over: f.until IS NOT NULL AND f.until <= deed_from} END) AS stated
WITH res, target, v, d, deed_from, deed_until, stated, [x IN stated WHERE x.part] AS periods
RETURN v.subject AS accused, target.id AS provision, v.asserted_by AS accusers, v.n_originals AS originals,
  d.subject + ' ' + d.type + ' ' + d.object + coalesce(' (' + d.item + ')', '') AS deed, deed_from, deed_until,
  CASE WHEN target.id = res.id THEN 'provision not stated'
       WHEN size(stated) = 0 THEN 'cites a provision of which it is not stated when it was in force'
       WHEN size(periods) = 0 AND none(x IN stated WHERE x.over) THEN 'cites a provision not yet in force'
       WHEN size(periods) = 0 THEN 'cites an expired provision'
       WHEN all(x IN periods WHERE x.contested) THEN 'cites a provision whose force is contested'
       WHEN any(x IN periods WHERE x.whole AND NOT x.contested) THEN 'cites a provision in force'
       ELSE 'cites a provision in force for part of the time' END AS verdict,
  v.status AS status, v.id AS pid
ORDER BY provision, accused, deed, pid
