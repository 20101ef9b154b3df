-- For analysts. Described in docs/reference/databases.md.

CREATE OR REPLACE VIEW at_risk_customers AS
SELECT
  score.customer_id,
  score.churn,
  score.purchase7,
  score.expected_spend_minor,
  score.currency,
  score.scored_at,
  score.last_event_at,
  alert.alert_id AS last_alert_id,
  alert.decided_at AS last_alert_at,
  alert.value_at_risk_minor,
  alert.reasons -> 0 ->> 'group' AS main_reason,
  alert.retention_action_id
FROM customer_scores AS score
LEFT JOIN LATERAL (
  SELECT * FROM churn_alerts WHERE customer_id = score.customer_id ORDER BY decided_at DESC LIMIT 1
) AS alert ON true
WHERE score.churn >= 0.5;

CREATE OR REPLACE VIEW alert_answers AS
SELECT
  alert.alert_id,
  alert.customer_id,
  alert.desk,
  alert.decided_at,
  alert.churn,
  alert.value_at_risk_minor,
  alert.currency,
  alert.retention_verdict,
  alert.retention_action_id,
  answer.kind AS answer,
  answer.occurred_at AS answered_at,
  answer.offer_id AS action_taken
FROM churn_alerts AS alert
LEFT JOIN LATERAL (
  SELECT * FROM outcomes WHERE alert_id = alert.alert_id ORDER BY occurred_at DESC LIMIT 1
) AS answer ON true;

CREATE OR REPLACE VIEW offer_funnel AS
SELECT
  (offer.decided_at AT TIME ZONE 'UTC')::date AS day,
  offer.campaign_id,
  offer.offer_id,
  offer.channel,
  count(*) AS made,
  count(*) FILTER (WHERE answer.delivered) AS delivered,
  count(*) FILTER (WHERE answer.viewed) AS viewed,
  count(*) FILTER (WHERE answer.clicked) AS clicked,
  count(*) FILTER (WHERE answer.accepted) AS accepted,
  count(*) FILTER (WHERE answer.declined) AS declined,
  count(*) FILTER (WHERE answer.converted) AS converted,
  coalesce(sum(answer.value_minor), 0)::bigint AS value_minor,
  coalesce(answer.currency, offer.currency) AS currency
FROM next_best_offers AS offer
LEFT JOIN (
  SELECT
    decision_id,
    bool_or(kind = 'DELIVERED') AS delivered,
    bool_or(kind = 'VIEWED') AS viewed,
    bool_or(kind = 'CLICKED') AS clicked,
    bool_or(kind = 'ACCEPTED') AS accepted,
    bool_or(kind = 'DECLINED') AS declined,
    bool_or(kind = 'CONVERTED') AS converted,
    sum(value_minor) AS value_minor,
    min(currency) AS currency
  FROM outcomes
  WHERE decision_id IS NOT NULL
  GROUP BY decision_id
) AS answer USING (decision_id)
GROUP BY day, offer.campaign_id, offer.offer_id, offer.channel, coalesce(answer.currency, offer.currency);

-- Of all offers that were live at a moment each has its reason, the one that was made UNKNOWN; alerts, and records of older
-- versions, have one reason for all.
CREATE OR REPLACE VIEW held_back AS
SELECT
  (decided_at AT TIME ZONE 'UTC')::date AS day,
  kind,
  reason,
  sum(number)::bigint AS number,
  count(DISTINCT customer_id) AS customers
FROM (
  SELECT decided_at, kind, reason, customer_id,
    CASE WHEN kind = 'OFFER' THEN greatest(cardinality(offer_ids), 1) ELSE 1 END AS number
  FROM suppressions
  WHERE cardinality(reasons) = 0
  UNION ALL
  SELECT decided_at, kind, one.reason, customer_id, 1
  FROM suppressions, unnest(reasons) AS one (reason)
  WHERE one.reason <> 'UNKNOWN'
) AS each
GROUP BY day, kind, reason;

COMMENT ON VIEW at_risk_customers IS 'Customers with a churn probability of at least 0.5, with the newest alert';
COMMENT ON VIEW alert_answers IS 'Alerts, and what the desk heard last';
COMMENT ON VIEW offer_funnel IS 'What became of the offers of a day, UTC';
COMMENT ON VIEW held_back IS 'How many alerts and offers were held back on a day, UTC, and why';
