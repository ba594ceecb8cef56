// Acknowledged, with limits
//
// question = "What does A acknowledge with qualifications, and what is qualified?"
// tags = ["contested", "claims"]
// identity = ["claim"]
//
// [params.actor]
// type = "entity"
// help = "who acknowledges"
//
// [columns]
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// limit = "the qualification, in short"
// actor_from = "the first day the actor admits to"
// actor_until = "the last day the actor admits to"
// others_from = "the earliest day the others assert"
// others_until = "the latest day the others assert"
// verdict = "whether the two periods meet"
// said_at = "when the actor said so"
// source = "where"
// claim = "the claim's id"

WITH 'country:IR' AS actor
MATCH (k:Entity {id: actor})
MATCH (k)-[:ACKNOWLEDGES]->(p:Proposition)
MATCH (p)<-[:ABOUT]-(c:Claim)
WHERE c.principal = actor AND c.stance IN ['acknowledges', 'qualifies']
  AND (c.qualification IS NOT NULL OR c.from_min IS NOT NULL OR c.until_max IS NOT NULL)
OPTIONAL MATCH (p)<-[:ABOUT]-(o:Claim)
WHERE o.principal <> actor AND o.stance = 'asserts' AND (o.from_min IS NOT NULL OR o.until_max IS NOT NULL)
WITH p, c, count(o) AS dated, min(o.from_min) AS others_from, max(o.until_max) AS others_until
RETURN p.type AS type, p.subject AS subject, p.object AS object, p.item AS item,
  c.qualification AS limit, c.from_min AS actor_from, c.until_max AS actor_until, others_from, others_until,
  CASE WHEN dated = 0 THEN 'the others give no dates'
       WHEN c.until_max < others_from OR others_until < c.from_min THEN 'the periods do not meet'
       ELSE 'the periods meet' END AS verdict,
  c.said_at AS said_at, c.source AS source, c.id AS claim
ORDER BY type, subject, object, item, said_at, claim
