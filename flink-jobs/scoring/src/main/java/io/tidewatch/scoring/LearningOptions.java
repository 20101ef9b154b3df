package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.LearningRules;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of learning from outcomes how readily offers are accepted. */
public final class LearningOptions {
  /** How long an offer may be answered. */
  public static final ConfigOption<Duration> ANSWER_TIME =
      ConfigOptions.key("learning.answer-time")
          .durationType()
          .defaultValue(LearningRules.DEFAULT.attribution())
          .withDescription(
              "Stream time after an offer in which a yes or a purchase counts for it. When it has"
                  + " passed the offer is learned from, and silence counts as a no.");

  /** How fast what was learned about an offer is forgotten. */
  public static final ConfigOption<Duration> HALF_LIFE =
      ConfigOptions.key("learning.half-life")
          .durationType()
          .defaultValue(LearningRules.DEFAULT.halfLife())
          .withDescription(
              "Stream time after which half of what was learned about one offer or campaign is"
                  + " forgotten.");

  /** How fast what was learned about all offers is forgotten. */
  public static final ConfigOption<Duration> SHARED_HALF_LIFE =
      ConfigOptions.key("learning.shared-half-life")
          .durationType()
          .defaultValue(LearningRules.DEFAULT.sharedHalfLife())
          .withDescription("The same for what all offers have in common.");

  /** How often beliefs are published. */
  public static final ConfigOption<Duration> PUBLISH_INTERVAL =
      ConfigOptions.key("learning.publish-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How often beliefs that have changed are written to the topic offer-beliefs; of the"
                  + " changes in between only the last. 0 writes them at every watermark.");

  static final List<ConfigOption<?>> ALL =
      List.of(ANSWER_TIME, HALF_LIFE, SHARED_HALF_LIFE, PUBLISH_INTERVAL);

  private LearningOptions() {}

  static LearningRules rules(ScoringConfig config) {
    return new LearningRules(
        config.get(HALF_LIFE), config.get(SHARED_HALF_LIFE), config.get(ANSWER_TIME));
  }
}
