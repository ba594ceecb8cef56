// Accusations without an answer
//
// question = "Which accusations has the accused not answered?"
// tags = ["claims"]
// identity = ["pid"]
//
// [params.actor]
// type = "entity"
// help = "the accused; everybody when not given"
//
// [columns]
// accused = "who is accused"
// type = "of what"
// object = "against or with whom or what"
// item = "with what"
// accusers = "who says so"
// said_at = "when it was first said"
// declined_on = "when the accused declined to comment, if it did"
// pid = "the proposition"

WITH null AS actor
MATCH (p:Proposition)
WHERE p.type IN ['VIOLATES', 'ACCUSES', 'SUPPLIES', 'SEEKS_SUPPLY', 'USES', 'ATTACKS', 'OFFERS', 'PRODUCES', 'COOPERATES_MILITARILY']
MATCH (p)<-[:ABOUT]-(c:Claim)
WHERE c.stance = 'asserts'
WITH actor, p, c, CASE WHEN p.type = 'ACCUSES' THEN p.object ELSE p.subject END AS accused
WHERE c.principal <> accused AND (actor IS NULL OR accused = actor)
WITH p, accused, c
ORDER BY c.principal
WITH p, accused, collect(DISTINCT c.principal) AS accusers, min(c.said_at) AS said_at
OPTIONAL MATCH (p)<-[:ABOUT]-(answer:Claim)
WHERE answer.principal = accused
WITH p, accused, accusers, said_at,
  sum(CASE WHEN answer.stance <> 'declines_comment' THEN 1 ELSE 0 END) AS answers,
  max(CASE WHEN answer.stance = 'declines_comment' THEN answer.said_at END) AS declined_on
WHERE answers = 0
RETURN accused, p.type AS type, p.object AS object, p.item AS item, accusers, said_at, declined_on, p.id AS pid
ORDER BY accused, type, object, item, pid
