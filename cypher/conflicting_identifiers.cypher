// One party, conflicting identifiers
//
// question = "Where do two registers state of one party what cannot both be so, or nothing in common?"
// tags = ["identity", "sanctions"]
// identity = ["entity", "other", "field"]
//
// [columns]
// entity = "the party in one register"
// field = "what they differ in"
// value_a = "what that register states"
// list_a = "the register"
// value_b = "what the other one states"
// list_b = "the other register"
// other = "the party in the other register"
// standing = "joined, or held back because of a conflict"

MATCH (a:Entity)-[same:SAME_AS|SAID_TO_BE_SAME_AS]->(b:Entity)
WHERE NOT same.status IN ['ended', 'contested'] AND a.records IS NOT NULL AND b.records IS NOT NULL
WITH a, b, CASE WHEN type(same) = 'SAME_AS' THEN 'joined' ELSE 'held back' END AS standing,
  COLLECT { MATCH (a)-[c:CITIZEN_OF]->(land:Entity) WHERE c.status <> 'ended' RETURN land.id AS id ORDER BY id } AS lands_a,
  COLLECT { MATCH (b)-[c:CITIZEN_OF]->(land:Entity) WHERE c.status <> 'ended' RETURN land.id AS id ORDER BY id } AS lands_b
UNWIND [
  {field: 'kind', a: [CASE a.kind WHEN 'Official' THEN 'Person' ELSE a.kind END], b: [CASE b.kind WHEN 'Official' THEN 'Person' ELSE b.kind END]},
  {field: 'date of birth', a: coalesce(a.birth_date_edtf, a.birth_date, []), b: coalesce(b.birth_date_edtf, b.birth_date, [])},
  {field: 'gender', a: [CASE WHEN a.gender IN ['Male', 'Female'] THEN a.gender END], b: [CASE WHEN b.gender IN ['Male', 'Female'] THEN b.gender END]},
  {field: 'citizenship', a: lands_a, b: lands_b},
  {field: 'IMO number', a: coalesce(a.imo, []), b: coalesce(b.imo, [])},
  {field: 'passport', a: [x IN coalesce(a.identifiers, []) WHERE x STARTS WITH 'Passport:' | split(x, ':')[1]],
    b: [x IN coalesce(b.identifiers, []) WHERE x STARTS WITH 'Passport:' | split(x, ':')[1]]},
  {field: 'tax number', a: [x IN coalesce(a.identifiers, []) WHERE x STARTS WITH 'Tax ID:' | split(x, ':')[1]],
    b: [x IN coalesce(b.identifiers, []) WHERE x STARTS WITH 'Tax ID:' | split(x, ':')[1]]}
] AS one
WITH a, b, standing, one.field AS field, [x IN one.a WHERE x IS NOT NULL] AS value_a, [x IN one.b WHERE x IS NOT NULL] AS value_b
WHERE size(value_a) > 0 AND size(value_b) > 0 AND none(x IN value_a WHERE any(y IN value_b
  WHERE replace(replace(replace(x, ' ', ''), '-', ''), '/', '') = replace(replace(replace(y, ' ', ''), '-', ''), '/', '')
  OR field = 'date of birth' AND (x STARTS WITH y OR y STARTS WITH x
    OR (x =~ '.*[/~?%].*' OR y =~ '.*[/~?%].*')
      AND toInteger(substring(x, 0, 4)) - 2 <= toInteger(substring(split(y, '/')[-1], 0, 4))
      AND toInteger(substring(y, 0, 4)) - 2 <= toInteger(substring(split(x, '/')[-1], 0, 4)))))
RETURN a.id AS entity, field, value_a, split(a.records[0], ':')[0] AS list_a, value_b, split(b.records[0], ':')[0] AS list_b,
  b.id AS other, standing
ORDER BY entity, other, field
