// Top suppliers of arms
//
// question = "Who supplies most to a state by SIPRI's trend-indicator value, and how did that change at a date?"
// note = "TIV measures the volume of a delivery, not its price; a deal with deliveries on both sides of the date is in neither sum"
// tags = ["arms"]
// identity = ["supplier"]
//
// [params.recipient]
// type = "entity"
// help = "the state, or another recipient"
//
// [params.split]
// type = "date"
// help = "the first day of the later period"
//
// [columns]
// supplier = "who supplied"
// tiv_before = "TIV in millions of the deals whose deliveries all lie before the date"
// tiv_after = "TIV in millions of the deals whose deliveries all lie on the date or after it"
// change = "the second less the first"
// tiv_across = "TIV in millions of the deals that lie on both sides, or whose year does"
// deals = "how many deals there are"
// estimates = "in how many of them the number or years of delivery are estimates"
// without_tiv = "how many of them have no TIV"

WITH 'country:UA' AS recipient,
     '2014-01-01' AS split
MATCH (o:Entity {id: recipient})<-[r:SUPPLIES]-(s:Entity)
WHERE r.status <> 'ended' AND r.delivery_years IS NOT NULL
WITH s, toInteger(round(coalesce(r.tiv_delivered, 0) * 1000)) AS tiv, r.tiv_delivered IS NULL AS bare,
  coalesce(r.estimate, false) OR coalesce(r.delivery_years_estimate, false) AS estimated,
  all(y IN r.delivery_years WHERE y + '-12-31' < split) AS before, all(y IN r.delivery_years WHERE y + '-01-01' >= split) AS after
WITH s, sum(CASE WHEN before THEN tiv ELSE 0 END) AS early, sum(CASE WHEN after THEN tiv ELSE 0 END) AS late,
  sum(CASE WHEN before OR after THEN 0 ELSE tiv END) AS across, count(tiv) AS deals,
  sum(CASE WHEN estimated THEN 1 ELSE 0 END) AS estimates, sum(CASE WHEN bare THEN 1 ELSE 0 END) AS without_tiv
RETURN s.id AS supplier, early / 1000.0 AS tiv_before, late / 1000.0 AS tiv_after, (late - early) / 1000.0 AS change,
  across / 1000.0 AS tiv_across, deals, estimates, without_tiv
ORDER BY early + late + across DESC, supplier
