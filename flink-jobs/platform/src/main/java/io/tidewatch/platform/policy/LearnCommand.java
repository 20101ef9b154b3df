package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.decisions.learning.Learner;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.OfferMade;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns again from the beginning. */
@Command(
    name = "learn",
    description = {
      "Learns again from all offers made and their outcomes how readily offers are accepted, where"
          + " the beliefs were lost or spoilt.",
      "With --publish what was learned takes the place of all that the topic offer-beliefs holds,"
          + " and of what the running job believes."
    },
    mixinStandardHelpOptions = true)
final class LearnCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogSource source;

  @Option(
      names = "--answer-hours",
      paramLabel = "N",
      description = "As learning.answer-time of the job. Default: ${DEFAULT-VALUE}.")
  private long answerHours = LearningRules.DEFAULT.attribution().toHours();

  @Option(
      names = "--half-life-days",
      paramLabel = "N",
      description = "As learning.half-life of the job. Default: ${DEFAULT-VALUE}.")
  private long halfLifeDays = LearningRules.DEFAULT.halfLife().toDays();

  @Option(
      names = "--shared-half-life-days",
      paramLabel = "N",
      description = "As learning.shared-half-life of the job. Default: ${DEFAULT-VALUE}.")
  private long sharedHalfLifeDays = LearningRules.DEFAULT.sharedHalfLife().toDays();

  @Option(names = "--publish", description = "Write what was learned to the topic offer-beliefs.")
  private boolean publish;

  @Override
  public Integer call() {
    Collection<OfferBelief> learned = learned();
    ObjectNode outcomes = Json.object();
    learned.forEach(belief -> outcomes.put(belief.getKey(), belief.getOutcomes()));
    if (publish) {
      publish(learned);
    }
    spec.commandLine().getOut().println(Json.pretty(outcomes));
    return 0;
  }

  private Collection<OfferBelief> learned() {
    Map<String, OfferMade> offers = new LinkedHashMap<>();
    Map<String, OfferOutcome> outcomes = new LinkedHashMap<>();
    long[] until = {Long.MIN_VALUE};
    source.read(
        Topic.NEXT_BEST_OFFERS,
        record ->
            OfferMade.of((NextBestOffer) record)
                .ifPresent(
                    made -> {
                      offers.put(made.decisionId(), made);
                      until[0] = Math.max(until[0], made.madeAtMicros());
                    }));
    source.read(
        Topic.OUTCOMES,
        record -> {
          OfferOutcome outcome = (OfferOutcome) record;
          outcomes.put(outcome.getCustomerId() + "/" + outcome.getEventId(), outcome);
          until[0] = Math.max(until[0], Topic.OUTCOMES.timeMicrosOf(outcome));
        });
    LearningRules rules =
        new LearningRules(
            Duration.ofDays(halfLifeDays),
            Duration.ofDays(sharedHalfLifeDays),
            Duration.ofHours(answerHours));
    return Learner.rebuilt(rules, offers.values(), outcomes.values(), until[0])
        .propensities()
        .records();
  }

  /** A key that is removed first is open to what comes next, also to a learner with a state. */
  private void publish(Collection<OfferBelief> learned) {
    TreeSet<String> keys = new TreeSet<>();
    source.read(Topic.OFFER_BELIEFS, record -> keys.add(((OfferBelief) record).getKey()));
    learned.forEach(belief -> keys.add(belief.getKey()));
    try (RecordProducer producer = source.producer()) {
      keys.forEach(key -> producer.remove(Topic.OFFER_BELIEFS, key));
      learned.forEach(producer::send);
      producer.flush();
    }
  }
}
