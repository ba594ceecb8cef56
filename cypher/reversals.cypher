// Reversals of position
//
// question = "Where did an actor reverse its position, and how many days later?"
// tags = ["contested", "claims"]
// identity = ["actor", "type", "subject", "object", "item", "from_date", "to_date"]
//
// [params.actor]
// type = "entity"
// help = "whose reversals; every actor's when not given"
//
// [columns]
// actor = "who reversed"
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// from_stance = "what it said before"
// from_date = "when it last said that"
// to_stance = "what it said then"
// to_date = "when it first said that"
// days = "days between the two"
// from_source = "where the first was read"
// to_source = "where the second was read"

WITH null AS actor
MATCH (p:Proposition)
MATCH (p)<-[:ABOUT]-(c1:Claim)
WHERE c1.stance IN ['asserts', 'denies', 'acknowledges', 'qualifies'] AND (actor IS NULL OR c1.principal = actor)
MATCH (p)<-[:ABOUT]-(c2:Claim)
WHERE c2.principal = c1.principal AND c2.said_at > c1.said_at
  AND c2.stance IN ['asserts', 'denies', 'acknowledges', 'qualifies', 'retracts']
  AND (c1.stance = 'denies') <> (c2.stance = 'denies')
  AND (c1.until_max IS NULL OR c2.from_min IS NULL OR c1.until_max >= c2.from_min)
  AND (c2.until_max IS NULL OR c1.from_min IS NULL OR c2.until_max >= c1.from_min)
OPTIONAL MATCH (p)<-[:ABOUT]-(between:Claim)
WHERE between.principal = c1.principal AND between.said_at > c1.said_at AND between.said_at < c2.said_at
  AND between.stance <> 'declines_comment'
WITH p, c1, c2, count(between) AS closer
WHERE closer = 0
RETURN DISTINCT c1.principal AS actor, p.type AS type, p.subject AS subject, p.object AS object, p.item AS item,
  c1.stance AS from_stance, c1.said_at AS from_date, c2.stance AS to_stance, c2.said_at AS to_date,
  duration.inDays(date(substring(c1.said_at, 0, 10)), date(substring(c2.said_at, 0, 10))).days AS days,
  c1.source AS from_source, c2.source AS to_source
ORDER BY from_date, actor, type, subject, object, item, to_date, to_stance
