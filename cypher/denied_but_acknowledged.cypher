// Denied by one, acknowledged by another party to the same deed
//
// question = "What has A denied that another party to the same deed acknowledges?"
// tags = ["contested", "claims"]
// identity = ["type", "subject", "object", "item", "denied_by", "acknowledged_by"]
//
// [params.actor]
// type = "entity"
// help = "whose denials; every actor's when not given"
//
// [columns]
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// denied_by = "who denies it"
// denied_on = "when it last did"
// acknowledged_by = "the party that admits it"
// acknowledged_on = "when it last did"
// limits = "what the admission is limited to"
// status = "what the claims amount to"

WITH null AS actor
MATCH (p:Proposition)
WHERE p.status = 'acknowledged'
MATCH (d:Entity)-[no:DENIES]->(p)
MATCH (k:Entity)-[yes:ACKNOWLEDGES]->(p)
WHERE d.id <> k.id AND k.id IN [p.subject, p.object] AND (actor IS NULL OR d.id = actor)
OPTIONAL MATCH (p)<-[:ABOUT]-(c:Claim)
WHERE c.principal = k.id AND c.stance IN ['acknowledges', 'qualifies']
WITH p, d, no, k, yes, c
ORDER BY c.said_at DESC, c.id
WITH p, d, no, k, yes, collect(CASE WHEN c.until_max IS NULL THEN c.qualification
  ELSE 'until ' + c.until_max + coalesce(': ' + c.qualification, '') END)[0] AS limits
RETURN p.type AS type, p.subject AS subject, p.object AS object, p.item AS item,
  d.id AS denied_by, no.last AS denied_on, k.id AS acknowledged_by, yes.last AS acknowledged_on, limits, p.status AS status
ORDER BY type, subject, object, item, denied_by, acknowledged_by
