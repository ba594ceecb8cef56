// Brokers between two blocs
//
// question = "Through whom do the shortest ties between the members of two blocs run?"
// note = "ties are dealings (supplies, offers, cooperation, ownership, offices, payments), not sanctions, votes or accusations; a register's unknown parties are left out"
// tags = ["network"]
// identity = ["actor"]
// then = "brokers"
//
// [params.bloc_a]
// type = "entities"
// help = "an organisation, by any register's entry of that name, with its members of today; or states with commas between"
//
// [params.bloc_b]
// type = "entities"
// help = "the other"
//
// [params.top]
// type = "integer"
// help = "how many actors"
//
// [columns]
// actor = "who"
// blocs = "a or b, where it is a member of that bloc"
// degree = "with how many actors it has ties"
// betweenness = "the share, from 0 to 1, of the shortest paths between the blocs that run through it; pasted, the statement gives its ties instead"

WITH 'org:nato' AS bloc_a,
     'org:csto' AS bloc_b,
     20 AS top
UNWIND [['a', bloc_a], ['b', bloc_b]] AS bloc
UNWIND split(bloc[1], ',') AS named
MATCH (one:Entity {id: named})
OPTIONAL MATCH (member:Country)-[m:MEMBER_OF]->(g:Entity)
WHERE m.status <> 'ended' AND coalesce(m.until_max, '9999') >= toString(date()) AND (g.id = one.id OR one.folded IN coalesce(g.folded_aliases, []))
WITH bloc[0] AS side, coalesce(member.id, one.id) AS member
WITH collect(CASE side WHEN 'a' THEN member END) AS side_a, collect(CASE side WHEN 'b' THEN member END) AS side_b
MATCH (x:Actor)-[r:SUPPLIES|SEEKS_SUPPLY|OFFERS|COOPERATES_MILITARILY|OWNS|CONTROLS|DIRECTS|EMPLOYED_BY|HOLDS_POSITION|SPEAKS_FOR|ACTS_FOR|PAID|ASSOCIATED_WITH|LINKED_TO]-(y:Actor)
WHERE r.status <> 'ended' AND x.id <> y.id AND coalesce(x.party_type, '') <> 'unknown' AND coalesce(y.party_type, '') <> 'unknown'
WITH side_a, side_b, x.id AS actor, collect(DISTINCT y.id) AS ties
RETURN actor, [side IN [CASE WHEN actor IN side_a THEN 'a' END, CASE WHEN actor IN side_b THEN 'b' END] WHERE side IS NOT NULL] AS blocs,
  size(ties) AS degree, ties
ORDER BY degree DESC, actor
