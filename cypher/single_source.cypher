// Edges that rest on one original
//
// question = "Which edges rest on one independent original?"
// note = "of the claims in documents; what a register alone reports rests on that register, and is not listed"
// tags = ["claims", "sources"]
// identity = ["pid"]
//
// [params.type]
// type = "edge_type"
// help = "only edges of this type, such as SUPPLIES"
//
// [columns]
// type = "the relationship"
// subject = "who is said to do it"
// object = "to whom"
// item = "with what"
// original = "the document that every agreeing claim goes back to"
// asserted_by = "who asserts it there"
// status = "single_source, or contested when somebody denies it"
// pid = "the proposition"

WITH null AS type
MATCH (p:Proposition)
WHERE p.n_originals = 1 AND p.status IN ['single_source', 'contested'] AND (type IS NULL OR p.type = type)
  AND p.type <> 'IN_FORCE' // a resolution's own word on when it binds is the act itself
RETURN p.type AS type, p.subject AS subject, p.object AS object, p.item AS item, p.originals[0] AS original,
  p.asserted_by AS asserted_by, p.status AS status, p.id AS pid
ORDER BY type, subject, object, item, pid
