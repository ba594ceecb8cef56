// What was known on a day
//
// question = "What was known about X on a day, and what has changed since?"
// tags = ["claims", "time"]
// identity = ["pid"]
//
// [params.about]
// type = "entity"
// help = "the actor"
//
// [params.known_by]
// type = "date"
// help = "the day; only what had been said by then counts"
//
// [columns]
// what = "the proposition"
// asserted_then = "who had asserted it by then"
// denied_then = "who had denied it by then"
// acknowledged_then = "who had acknowledged it by then"
// status_then = "in short, what that amounted to"
// status_now = "what all claims amount to now"
// changed_on = "when something was first said about it after that day"
// pid = "the proposition"

WITH 'country:IR' AS about,
     toString(date()) AS known_by
MATCH (e:Entity {id: about})
MATCH (e)<-[:SUBJECT|OBJECT]-(p:Proposition)
MATCH (p)<-[:ABOUT]-(c:Claim)
WITH DISTINCT p, c, known_by
ORDER BY c.said_at DESC, c.id
WITH p, known_by, c.principal AS who, collect(c) AS said
WITH p, known_by, who, said, [x IN said WHERE x.said_at <= known_by AND x.stance <> 'declines_comment'] AS by_then
WITH p, known_by, who, said,
  [x IN by_then WHERE none(y IN by_then WHERE y.said_at > x.said_at
    AND (y.until_max IS NULL OR x.from_min IS NULL OR y.until_max >= x.from_min)
    AND (x.until_max IS NULL OR y.from_min IS NULL OR x.until_max >= y.from_min))] AS stood
ORDER BY who
WITH p,
  collect(CASE WHEN any(x IN stood WHERE x.stance = 'asserts') THEN who END) AS asserted_then,
  collect(CASE WHEN any(x IN stood WHERE x.stance = 'denies') THEN who END) AS denied_then,
  collect(CASE WHEN any(x IN stood WHERE x.stance IN ['acknowledges', 'qualifies']) THEN who END) AS acknowledged_then,
  min(reduce(first = null, x IN said | CASE WHEN x.said_at > known_by AND (first IS NULL OR x.said_at < first) THEN x.said_at ELSE first END)) AS changed_on
RETURN p.subject + ' ' + p.type + ' ' + p.object + coalesce(' (' + p.item + ')', '') AS what, asserted_then, denied_then, acknowledged_then,
  CASE WHEN any(x IN acknowledged_then WHERE x IN [p.subject, p.object]) THEN 'acknowledged'
       WHEN size(asserted_then) + size(acknowledged_then) > 0 AND size(denied_then) > 0 THEN 'contested'
       WHEN size(asserted_then) + size(acknowledged_then) > 0 THEN 'asserted'
       WHEN size(denied_then) > 0 THEN 'denied_only'
       ELSE 'unknown' END AS status_then,
  p.status AS status_now, changed_on, p.id AS pid
ORDER BY what, pid
