-- One table for each topic, with the columns that SinkTable derives from the topic's schema: SinkTableIT compares them.
-- Times are UTC, money is in minor units, chances are 0 to 1.

CREATE TABLE churn_alerts (
  alert_id                      text NOT NULL,
  customer_id                   text NOT NULL,
  decided_at                    timestamp with time zone NOT NULL,
  churn                         real NOT NULL,
  purchase7                     real NOT NULL,
  expected_spend_minor          bigint NOT NULL,
  value_at_risk_minor           bigint NOT NULL,
  currency                      text NOT NULL,
  reasons                       jsonb NOT NULL,
  desk                          text NOT NULL,
  trigger_event_id              text,
  model_name                    text NOT NULL,
  model_version                 text NOT NULL,
  model_sha256                  text NOT NULL,
  policy_version                text NOT NULL,
  feature_digest                text NOT NULL,
  usual_spend_minor             bigint NOT NULL,
  retention_verdict             text,
  retention_action_id           text,
  retention_retained_minor      double precision,
  retention_expected_cost_minor double precision,
  retention_saved_margin_minor  double precision,
  retention_reserved_minor      bigint,
  retention_currency            text,
  retention_budget_left_minor   bigint,
  retention_price               double precision,
  source_partition              integer NOT NULL,
  source_offset                 bigint NOT NULL,
  written_at                    timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (alert_id)
);
CREATE INDEX churn_alerts_by_customer ON churn_alerts (customer_id, decided_at DESC);
CREATE INDEX churn_alerts_by_time ON churn_alerts (decided_at);

CREATE TABLE next_best_offers (
  decision_id                text NOT NULL,
  customer_id                text NOT NULL,
  decided_at                 timestamp with time zone NOT NULL,
  offer_id                   text NOT NULL,
  campaign_id                text NOT NULL,
  channel                    text NOT NULL,
  locale                     text NOT NULL,
  expires_at                 timestamp with time zone NOT NULL,
  affinity                   real NOT NULL,
  expected_value_minor       double precision NOT NULL,
  propensity                 real NOT NULL,
  currency                   text NOT NULL,
  trigger_event_id           text NOT NULL,
  model_name                 text NOT NULL,
  model_version              text NOT NULL,
  model_sha256               text NOT NULL,
  policy_version             text NOT NULL,
  feature_digest             text NOT NULL,
  arbitration_propensity     double precision,
  arbitration_value_minor    bigint,
  arbitration_context_weight double precision,
  arbitration_lever          double precision,
  arbitration_diversity      double precision,
  arbitration_draw           double precision,
  arbitration_explored       boolean,
  arbitration_churn          real,
  arbitration_purchases      bigint,
  creative_id                text,
  source_partition           integer NOT NULL,
  source_offset              bigint NOT NULL,
  written_at                 timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (decision_id)
);
CREATE INDEX next_best_offers_by_customer ON next_best_offers (customer_id, decided_at DESC);
CREATE INDEX next_best_offers_by_time ON next_best_offers (decided_at);

CREATE TABLE customer_scores (
  customer_id          text NOT NULL,
  scored_at            timestamp with time zone NOT NULL,
  churn                real NOT NULL,
  purchase7            real NOT NULL,
  expected_spend_minor bigint NOT NULL,
  currency             text NOT NULL,
  last_event_at        timestamp with time zone NOT NULL,
  top_categories       text[] NOT NULL,
  model_name           text NOT NULL,
  model_version        text NOT NULL,
  model_sha256         text NOT NULL,
  source_partition     integer NOT NULL,
  source_offset        bigint NOT NULL,
  written_at           timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id)
);
CREATE INDEX customer_scores_by_churn ON customer_scores (churn);

CREATE TABLE outcomes (
  event_id         text NOT NULL,
  customer_id      text NOT NULL,
  occurred_at      timestamp with time zone NOT NULL,
  received_at      timestamp with time zone,
  kind             text NOT NULL,
  offer_id         text NOT NULL,
  decision_id      text,
  value_minor      bigint,
  currency         text,
  alert_id         text,
  source_partition integer NOT NULL,
  source_offset    bigint NOT NULL,
  written_at       timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, event_id)
);
CREATE INDEX outcomes_by_time ON outcomes (occurred_at);
CREATE INDEX outcomes_by_decision ON outcomes (decision_id);
CREATE INDEX outcomes_by_alert ON outcomes (alert_id);

CREATE TABLE suppressions (
  suppression_id   text NOT NULL,
  customer_id      text NOT NULL,
  decided_at       timestamp with time zone NOT NULL,
  kind             text NOT NULL,
  reason           text NOT NULL,
  offer_id         text,
  trigger_event_id text,
  policy_version   text NOT NULL,
  offer_ids        text[] NOT NULL,
  reasons          text[] NOT NULL,
  source_partition integer NOT NULL,
  source_offset    bigint NOT NULL,
  written_at       timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (suppression_id)
);
CREATE INDEX suppressions_by_customer ON suppressions (customer_id, decided_at DESC);
CREATE INDEX suppressions_by_time ON suppressions (decided_at);

CREATE TABLE decision_log (
  decision_id                   text NOT NULL,
  customer_id                   text NOT NULL,
  decided_at                    timestamp with time zone NOT NULL,
  kind                          text NOT NULL,
  suppression_reason            text,
  offer_id                      text,
  features                      real[] NOT NULL,
  catalogue_digest              text NOT NULL,
  churn                         real NOT NULL,
  purchase7                     real NOT NULL,
  expected_spend_minor          real NOT NULL,
  models                        jsonb NOT NULL,
  policy_version                text NOT NULL,
  trigger_event_id              text,
  offer_ids                     text[] NOT NULL,
  reasons                       text[] NOT NULL,
  shadow_scores                 jsonb NOT NULL,
  live_offers_digest            bigint NOT NULL,
  weights_minor                 real[] NOT NULL,
  log_odds                      real[] NOT NULL,
  deviations                    real[] NOT NULL,
  retention_verdict             text,
  retention_action_id           text,
  retention_retained_minor      double precision,
  retention_expected_cost_minor double precision,
  retention_saved_margin_minor  double precision,
  retention_reserved_minor      bigint,
  retention_currency            text,
  retention_budget_left_minor   bigint,
  retention_price               double precision,
  ticket_effect                 real NOT NULL,
  source_partition              integer NOT NULL,
  source_offset                 bigint NOT NULL,
  written_at                    timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (decision_id)
);
CREATE INDEX decision_log_by_customer ON decision_log (customer_id, decided_at DESC);
CREATE INDEX decision_log_by_time ON decision_log (decided_at);
-- Up to where each topic is read; changed in the same transactions as the rows.
CREATE TABLE sink_places (
  sink        text NOT NULL,
  topic       text NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint NOT NULL,
  written_at  timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (sink, topic, partition)
);

-- Who asked to be forgotten: what was written about them before that time, and is read later, is not taken.
CREATE TABLE erased_customers (
  customer_id text NOT NULL PRIMARY KEY,
  erased_at   timestamp with time zone NOT NULL,
  written_at  timestamp with time zone NOT NULL DEFAULT now()
);

COMMENT ON TABLE churn_alerts IS 'Customers who are about to leave: topic churn-alerts';
COMMENT ON TABLE next_best_offers IS 'Offers made: topic next-best-offers';
COMMENT ON TABLE customer_scores IS 'The newest scores of each customer: topic customer-scores';
COMMENT ON TABLE outcomes IS 'What became of offers and alerts: topic outcomes';
COMMENT ON TABLE suppressions IS 'Alerts and offers held back, and why: topic suppressions, if the sink reads it';
COMMENT ON TABLE decision_log IS 'What each decision was made of: topic decision-log, if the sink reads it';
COMMENT ON TABLE sink_places IS 'Up to where each topic is read; not to be changed by hand';
COMMENT ON TABLE erased_customers IS 'Customers who asked to be forgotten, kept for 400 days';
