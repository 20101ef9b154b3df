package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.releases.ReleasePush;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the control topics hold when a bench begins. Always the same records in the same order, so
 * that the offsets in a checkpoint hold in topics that were made anew.
 */
final class Opening {
  private Opening() {}

  /**
   * Announces releases, offers and a policy.
   *
   * @param models folder with {@code churn.zip} and {@code recommender.zip}
   * @param market offers and policy
   */
  static void announce(Connection connection, Path models, Market market) {
    try (RecordProducer producer = new RecordProducer(connection.configuration())) {
      ReleasePush push = new ReleasePush(models, producer);
      for (String name : List.of("churn", "recommender")) {
        byte[] zip = Files.readAllBytes(models.resolve(name + ".zip"));
        push.push(Release.read(zip), zip, Workload.START, "bench");
      }
      market.offers().forEach(producer::send);
      producer.send(market.policy());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the releases in " + models, e);
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("no releases in " + models + ": " + e.getMessage(), e);
    }
  }
}
