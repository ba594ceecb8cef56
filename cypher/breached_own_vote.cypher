// Accused of breaching what they voted for
//
// question = "Which states are accused of breaching what they voted for?"
// tags = ["resolutions", "votes", "claims"]
// identity = ["state", "provision", "resolution"]
//
// [params.resolution]
// type = "entity"
// help = "one resolution; every one when not given"
//
// [columns]
// state = "the state"
// resolution = "the resolution"
// vote = "its vote: Y for"
// voted_on = "the day of the vote"
// provision = "what it is accused of acting against"
// accusers = "who says so"
// status = "what the claims amount to"

WITH null AS resolution
MATCH (v:Proposition)
WHERE v.type = 'VIOLATES' AND v.asserted_by IS NOT NULL
MATCH (v)-[:OBJECT]->(cited:Entity)
OPTIONAL MATCH (parent:Entity)-[:HAS_PROVISION]->(cited)
WITH resolution, v, cited, coalesce(parent, cited) AS res
WHERE resolution IS NULL OR res.id = resolution
MATCH (res)<-[w:VOTED]-(state:Entity)
WHERE state.id = v.subject AND w.vote = 'Y'
RETURN state.id AS state, res.id AS resolution, w.vote AS vote, coalesce(w.date, res.adopted) AS voted_on, cited.id AS provision,
  v.asserted_by AS accusers, v.status AS status
ORDER BY state, resolution, provision, accusers
