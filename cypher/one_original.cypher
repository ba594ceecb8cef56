// Repeated by many, said once
//
// question = "Which claims are repeated by many outlets and trace to one original?"
// tags = ["claims", "sources"]
// identity = ["pid", "original"]
//
// [params.min_outlets]
// type = "integer"
// help = "the least number of documents that repeat it"
//
// [columns]
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// outlets = "the documents, by publisher"
// original = "the one document they go back to"
// pid = "the proposition"

WITH 2 AS min_outlets
MATCH (c:Claim)
WHERE c.stance IN ['asserts', 'acknowledges', 'qualifies'] AND c.original IS NOT NULL
MATCH (c)-[:ABOUT]->(p:Proposition)
MATCH (c)-[:CITED_IN]->(d:Source)
WITH min_outlets, p, c.original AS original, d
ORDER BY d.publisher, d.id
WITH min_outlets, p, original, collect(DISTINCT d.publisher) AS outlets
WHERE size(outlets) >= min_outlets
RETURN p.type AS type, p.subject AS subject, p.object AS object, p.item AS item, outlets, original, p.id AS pid
ORDER BY type, subject, object, item, pid, original
