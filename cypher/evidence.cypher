// The trail of an edge
//
// question = "What does an edge rest on, claim by claim?"
// tags = ["claims", "sources"]
// identity = ["claim"]
//
// [params.pid]
// type = "text"
// help = "the proposition, such as supplies:3fa9c0..."
//
// [columns]
// claim = "the claim, or the register's record"
// stance = "what it does with the proposition, or with another claim"
// about = "the proposition or claim it is about"
// speaker = "who spoke"
// principal = "the state or organisation bound by it"
// voiced_by = "whose words they are"
// said_at = "when"
// from_min = "the first day its words are limited to"
// until_max = "the last day its words are limited to"
// qualification = "its limits in words"
// source = "the document or register"
// locator = "where in it"
// original = "the document its words were first in"
// link = "the document's address"

WITH null AS pid
CALL (pid) {
  MATCH (p:Proposition)
  WHERE p.id = pid
  MATCH (p)<-[:ABOUT]-(c:Claim)
  RETURN c, pid AS about
UNION
  MATCH (p:Proposition)
  WHERE p.id = pid
  MATCH (p)<-[:ABOUT]-(t:Claim)
  MATCH (t)<-[:ABOUT]-(c:Claim)
  RETURN c, t.id AS about
}
OPTIONAL MATCH (c)-[:CITED_IN]->(d:Source)
RETURN c.id AS claim, c.stance AS stance, about, c.speaker AS speaker, c.principal AS principal, c.voiced_by AS voiced_by, c.said_at AS said_at,
  c.from_min AS from_min, c.until_max AS until_max, c.qualification AS qualification, c.source AS source, c.locator AS locator,
  c.original AS original, d.url AS link
ORDER BY said_at, claim
