package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import io.tidewatch.training.TrainingSet;
import io.tidewatch.training.TrainingSets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the jobs decide by: two networks that are trained in seconds, an offer for each category,
 * and a policy by which every score is logged. Immutable.
 */
final class ChaosReleases {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Instant PUSHED_AT = Instant.parse("2025-12-01T00:00:00Z");
  private static final int CUSTOMERS = 600;
  private static final int DAYS = 150;

  private final SigningKey key = SigningKey.generate();
  private final List<byte[]> zips;

  private ChaosReleases(long seed) {
    TrainingOptions options =
        TrainingOptions.defaults()
            .withHorizonDays(28)
            .withTestShare(0.3)
            .withMaxEpochs(2)
            .withParallelism(1)
            .withSeed(seed);
    LoadGenerator history = new LoadGenerator(CUSTOMERS, DAYS, PUSHED_AT, seed);
    TrainingSet set = TrainingSets.build(TrainingHistory.of(history), options, Progress.none());
    zips =
        List.of(
            signed(ChurnTrainer.train(set, options, Progress.none()).zip()),
            signed(RecommenderTrainer.train(set, options, Progress.none()).zip()));
  }

  /** Trains them. */
  static ChaosReleases train(long seed) {
    return new ChaosReleases(seed);
  }

  private byte[] signed(byte[] zip) {
    try {
      return ReleaseSignature.sign(zip, key);
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("what was just trained is no release", e);
    }
  }

  /** Returns the key that a job must trust, for its configuration. */
  String trustedKey() {
    return key.verifyingKey().base64();
  }

  /** Says everything to a running job, and waits until it is in force. */
  void announce(Connection connection, Path store, LoadGenerator load) {
    try (RecordProducer producer = new RecordProducer(connection.configuration());
        ReleaseStatuses statuses = ReleaseStatuses.follow(connection.configuration())) {
      producer.send(policy());
      load.offers().forEach(producer::send);
      producer.flush();
      List<ModelRelease> pushed = new ArrayList<>();
      ReleasePush push = new ReleasePush(store, producer);
      for (byte[] zip : zips) {
        pushed.add(push.push(Release.read(zip), zip, PUSHED_AT, "chaos"));
      }
      pushed.forEach(release -> statuses.awaitInForce(release, PATIENCE));
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("what was just trained is no release", e);
    }
  }

  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("chaos")
        .setUpdatedAt(PUSHED_AT)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().build())
        .setScoreLogShare(1)
        .build();
  }
}
