package io.tidewatch.connectors.gateway.query;

import io.tidewatch.schemas.Topic;
import java.util.Locale;
import java.util.Set;

/** What a page may show anew, and who is told. */
enum LiveChange {
  /** Alerts, and what became of them. */
  ALERTS(Scope.CUSTOMERS, Set.of(Topic.CHURN_ALERTS, Topic.OUTCOMES, Topic.ERASURES)),
  /** Offers and what became of them. */
  FUNNEL(
      Scope.OFFERS,
      Set.of(
          Topic.OFFERS,
          Topic.NEXT_BEST_OFFERS,
          Topic.SUPPRESSIONS,
          Topic.OUTCOMES,
          Topic.PURCHASES)),
  /** Models and how they do. */
  MODELS(Scope.MODELS, Set.of(Topic.MODELS, Topic.MODEL_STATUS, Topic.DECISION_LOG)),
  /** Records that were refused. */
  OPERATIONS(Scope.OPERATIONS, Set.of(Topic.DEAD_LETTERS));

  private final Scope scope;
  private final Set<Topic> topics;

  LiveChange(Scope scope, Set<Topic> topics) {
    this.scope = scope;
    this.topics = topics;
  }

  Scope scope() {
    return scope;
  }

  boolean follows(Topic topic) {
    return topics.contains(topic);
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
