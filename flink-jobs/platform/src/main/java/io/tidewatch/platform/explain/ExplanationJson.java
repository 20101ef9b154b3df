package io.tidewatch.platform.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.models.Contributions;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.Reason;

/** Shows an explanation as JSON for programs. */
final class ExplanationJson {
  private ExplanationJson() {}

  static ObjectNode of(Explanation explanation) {
    ObjectNode all = Json.object();
    all.put("id", explanation.logged().getDecisionId());
    all.put("kind", explanation.logged().getKind().name());
    all.put("customerId", explanation.logged().getCustomerId());
    all.put("decidedAt", explanation.logged().getDecidedAt().toString());
    all.put("agrees", explanation.agrees());
    explanation
        .rebuilt()
        .contributions()
        .ifPresent(parts -> all.set("churn", churn(parts, explanation)));
    explanation.rebuilt().alert().ifPresent(alert -> all.set("alert", RecordJson.of(alert)));
    explanation.rebuilt().offer().ifPresent(offer -> all.set("offer", RecordJson.of(offer)));
    ArrayNode heldBack = all.putArray("heldBack");
    explanation
        .heldBack()
        .forEach(
            (why, offers) -> {
              ObjectNode one = heldBack.addObject();
              one.put("why", why);
              offers.forEach(one.withArray("offerIds")::add);
            });
    all.put("offersDecidedAgain", explanation.rebuilt().offersDecidedAgain());
    ArrayNode models = all.putArray("models");
    explanation.logged().getModels().forEach(model -> models.add(RecordJson.of(model)));
    all.set("policy", RecordJson.of(explanation.logged().getPolicy()));
    ArrayNode comparisons = all.putArray("comparisons");
    explanation.comparisons().forEach(comparison -> comparisons.add(json(comparison)));
    return all;
  }

  private static ObjectNode churn(Contributions parts, Explanation explanation) {
    ObjectNode churn = Json.object();
    churn.put("score", parts.churn());
    churn.put("base", parts.base());
    churn.put("method", ExplanationText.METHOD);
    ArrayNode contributions = churn.putArray("contributions");
    double sum = 0;
    for (Reason reason : explanation.reasons()) {
      sum += reason.getContribution();
      contributions.add(RecordJson.of(reason));
    }
    churn.put("sum", sum);
    return churn;
  }

  private static ObjectNode json(Comparison comparison) {
    ObjectNode one = Json.object();
    one.put("topic", comparison.topic().topicName());
    one.put("bytes", comparison.bytes());
    one.put("sameBytes", comparison.sameBytes());
    ArrayNode differences = one.putArray("differences");
    for (Difference difference : comparison.differences()) {
      differences
          .addObject()
          .put("field", difference.field())
          .put("rebuilt", difference.rebuilt())
          .put("published", difference.published());
    }
    return one;
  }
}
