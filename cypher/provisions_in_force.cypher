// Provisions in force on a day
//
// question = "Which provisions of a resolution were in force, and who disputes that?"
// tags = ["resolutions", "in force"]
// identity = ["provision"]
//
// [params.resolution]
// type = "entity"
// help = "the resolution"
//
// [params.on]
// type = "date"
// help = "a day, or an instant such as 2025-09-28T01:00:00Z"
//
// [columns]
// provision = "the paragraph"
// measure = "what it restricts"
// status = "in force, contested, or not in force"
// from = "the first day of the period that counts"
// until = "the first day after it"
// disputed_by = "who denies that it was in force then"

WITH 'un:S/RES/2231(2015)' AS resolution,
     toString(date()) AS on
MATCH (res:Entity {id: resolution})
MATCH (res)-[:HAS_PROVISION]->(p:Entity)
OPTIONAL MATCH (p)-[f:IN_FORCE]->(res)
WITH p, on, f ORDER BY f.from DESC
WITH p, on, collect(CASE WHEN f IS NOT NULL THEN {from: f.from, until: f.until, contested: f.contested, denied_by: f.denied_by,
  holds: (f.from IS NULL OR f.from <= on) AND (f.until IS NULL OR on < f.until)} END) AS periods
WITH p, [x IN periods WHERE x.holds] AS now, [x IN periods WHERE NOT x.holds] AS other
WITH p, now, CASE WHEN size(now) > 0 THEN [x IN now WHERE NOT x.contested] + now ELSE other END AS order
RETURN p.id AS provision, p.measure AS measure,
  CASE WHEN size(now) = 0 AND size(order) = 0 THEN 'not stated'
       WHEN size(now) = 0 THEN 'not in force'
       WHEN any(x IN now WHERE NOT x.contested) THEN 'in force'
       ELSE 'contested' END AS status,
  order[0].from AS from, order[0].until AS until,
  CASE WHEN size(now) > 0 THEN order[0].denied_by END AS disputed_by
ORDER BY provision
