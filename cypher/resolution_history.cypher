// What became of a resolution
//
// question = "Which resolutions amend, terminate or reinstate R, and which does R?"
// tags = ["resolutions"]
// identity = ["resolution", "relation", "other"]
//
// [params.resolution]
// type = "entity"
// help = "the resolution"
//
// [columns]
// resolution = "the resolution that acts"
// relation = "what it does"
// other = "to which"
// date = "when the acting one was adopted"
// status = "what the evidence amounts to"

WITH 'un:S/RES/2231(2015)' AS resolution
MATCH (r:Entity {id: resolution})
MATCH (r)-[e:AMENDS|TERMINATES|REINSTATES|RECALLS]-(o:Entity)
WITH e, startNode(e) AS acting, endNode(e) AS other
RETURN acting.id AS resolution, type(e) AS relation, other.id AS other, acting.adopted AS date, e.status AS status
ORDER BY date, resolution, relation, other
