package io.tidewatch.platform.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.BinaryMetrics;
import io.tidewatch.training.ChurnEvaluation;
import io.tidewatch.training.RecommenderEvaluation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a demo run brought. Immutable.
 *
 * @param dataSet the history that was replayed
 * @param ledger what became of the events
 * @param alerts alerts raised
 * @param retention what they said to do for customers
 * @param offers offers made
 * @param suppressions what was held back, by reason
 * @param scores scores emitted
 * @param secondsToFirstAlert from the platform being up; empty if none came
 * @param secondsToFirstOffer from the platform being up; empty if none came
 * @param churn live churn scores against what happened
 * @param recommender the recommender against what was bought
 * @param trainingSeconds how long the training took; 0 if the models came from the cache
 * @param peakMemoryBytes most memory that the process held
 * @param seconds wall time of the whole run
 * @param versions of Tidewatch, its parts and the JDK
 */
public record DemoReport(
    DataSet dataSet,
    EventLedger ledger,
    long alerts,
    RetentionTally retention,
    long offers,
    Map<SuppressionReason, Long> suppressions,
    long scores,
    OptionalDouble secondsToFirstAlert,
    OptionalDouble secondsToFirstOffer,
    ChurnEvaluation churn,
    RecommenderEvaluation recommender,
    double trainingSeconds,
    long peakMemoryBytes,
    double seconds,
    Map<String, String> versions) {

  /** Returns whether alerts and offers came out and no event was lost. */
  public boolean successful() {
    return alerts > 0 && offers > 0 && ledger.complete();
  }

  /** Returns the report for people, line by line. */
  public List<String> summary() {
    return DemoSummary.of(this);
  }

  /** Returns the report for programs. */
  public ObjectNode toJson() {
    ObjectNode all = Json.object();
    ObjectNode events = all.putObject("events");
    for (Topic topic : Topic.values()) {
      if (topic.isEvent()) {
        EventLedger.Entry entry = ledger.byTopic().get(topic);
        events
            .putObject(topic.topicName())
            .put("produced", entry.produced())
            .put("folded", entry.folded())
            .put("duplicate", entry.duplicate())
            .put("deadLettered", entry.deadLettered())
            .put("late", entry.late());
      }
    }
    all.put("alerts", alerts);
    ObjectNode verdicts =
        all.putObject("retention")
            .put("savedMarginMinor", retention.savedMarginMinor())
            .put("expectedCostMinor", retention.expectedCostMinor())
            .putObject("verdicts");
    new TreeMap<>(retention.verdicts())
        .forEach((verdict, count) -> verdicts.put(verdict.name(), count));
    all.put("offers", offers);
    ObjectNode held = all.putObject("suppressions");
    suppressions.forEach((reason, count) -> held.put(reason.name(), count));
    all.put("scores", scores);
    put(all, "secondsToFirstAlert", secondsToFirstAlert);
    put(all, "secondsToFirstOffer", secondsToFirstOffer);
    ObjectNode churnNode = all.putObject("churn");
    put(churnNode, churn.network());
    put(churnNode.putObject("baseline"), churn.logisticRegression());
    put(churnNode.putObject("recency"), churn.recency());
    churnNode.put("cases", churn.cases()).put("churned", churn.churned());
    all.putObject("recommender")
        .put("recallAt20", recommender.network().recallAt20())
        .put("mrrAt20", recommender.network().mrrAt20())
        .put("popularityRecallAt20", recommender.popularity().recallAt20())
        .put("popularityMrrAt20", recommender.popularity().mrrAt20())
        .put("itemKnnRecallAt20", recommender.itemKnn().recallAt20())
        .put("itemKnnMrrAt20", recommender.itemKnn().mrrAt20())
        .put("baskets", recommender.baskets());
    putNames(all, "observed", dataSet.observedTopics());
    putNames(all, "simulated", dataSet.simulatedTopics());
    all.put("dataSet", dataSet.name());
    ObjectNode parts = all.putObject("versions");
    versions.forEach(parts::put);
    all.put("trainingSeconds", trainingSeconds);
    all.put("peakMemoryBytes", peakMemoryBytes);
    all.put("seconds", seconds);
    return all;
  }

  private static void put(ObjectNode node, BinaryMetrics metrics) {
    metrics.asMap().forEach(node::put);
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  private static void putNames(ObjectNode node, String name, Collection<Topic> topics) {
    var array = node.putArray(name);
    topics.stream().sorted().map(Topic::topicName).forEach(array::add);
  }
}
