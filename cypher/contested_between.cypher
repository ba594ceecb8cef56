// Contested relationships between two actors
//
// question = "Which relationships between A and B are contested, who says what, and when?"
// tags = ["contested", "claims"]
// identity = ["claim"]
//
// [params.a]
// type = "entity"
// help = "one actor"
//
// [params.b]
// type = "entity"
// help = "the other"
//
// [columns]
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// status = "what the claims amount to"
// who = "the state or organisation that spoke"
// stance = "what it does with the proposition"
// period = "the time its words are limited to"
// said_at = "when it said so"
// source = "the document it was read in"
// claim = "the claim's id"

WITH 'country:IR' AS a,
     'country:RU' AS b
MATCH (x:Entity {id: a})
MATCH (x)<-[:SUBJECT|OBJECT]-(p:Proposition)
WHERE p.contested = true AND a IN [p.subject, p.object] AND b IN [p.subject, p.object]
MATCH (p)<-[:ABOUT]-(c:Claim)
RETURN DISTINCT p.type AS type, p.subject AS subject, p.object AS object, p.item AS item, p.status AS status,
  c.principal AS who, c.stance AS stance,
  CASE WHEN c.from_min IS NULL AND c.until_max IS NULL THEN null
       ELSE coalesce(c.from_min, '') + '..' + coalesce(c.until_max, '') END AS period,
  c.said_at AS said_at, c.source AS source, c.id AS claim
ORDER BY type, item, said_at, who, claim
