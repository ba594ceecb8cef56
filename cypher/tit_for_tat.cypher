// Sanctions answered by sanctions
//
// question = "Which sanctions of A against B's side did B answer against A's side within n days, or the other way round?"
// tags = ["sanctions"]
// identity = ["first", "first_on", "answer", "answer_on"]
//
// [params.a]
// type = "entity"
// help = "one authority"
//
// [params.b]
// type = "entity"
// help = "the other"
//
// [params.days]
// type = "integer"
// help = "the most days between the two"
//
// [columns]
// first = "who listed first"
// first_on = "when"
// targets = "how many of the other's side that day"
// answer = "who answered"
// answer_on = "when"
// answer_targets = "how many of the first one's side that day"
// days = "days between the two"

WITH 'country:RU' AS a,
     'country:US' AS b,
     30 AS days
UNWIND [[a, b], [b, a]] AS pair
MATCH (x:Entity {id: pair[0]})
MATCH (y:Entity {id: pair[1]})
MATCH (x)-[r:SANCTIONS]->(t:Entity)
WHERE r.from_min IS NOT NULL AND (t.id = y.id OR EXISTS { MATCH (t)-[:CITIZEN_OF|BASED_IN|PART_OF]->(side:Entity) WHERE side.id = y.id })
WITH days, x.id AS by, r.from_min AS on, count(DISTINCT t) AS targets
WITH days, collect({by: by, on: on, targets: targets}) AS listings
UNWIND listings AS one
UNWIND [listing IN listings WHERE listing.by <> one.by AND listing.on >= one.on] AS other
WITH one, other, days AS most, duration.inDays(date(substring(one.on, 0, 10)), date(substring(other.on, 0, 10))).days AS days
WHERE days <= most
RETURN one.by AS first, one.on AS first_on, one.targets AS targets, other.by AS answer, other.on AS answer_on, other.targets AS answer_targets, days
ORDER BY first_on, answer_on, first
