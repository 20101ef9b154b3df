package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the published files where TIDEWATCH_DATA names their directory. */
@EnabledIfEnvironmentVariable(
    named = "TIDEWATCH_DATA",
    matches = ".+",
    disabledReason = "TIDEWATCH_DATA does not name the directory of the published data sets")
class PublishedDataTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("TIDEWATCH_DATA", "."));

  @ParameterizedTest
  @CsvSource({
    "cdnow, 48595, 0, 16499",
    "onlineretail, 16932, 0, 3279",
    "rees46, 177, 12947, 3378",
    "taobao, 1601, 70458, 44049"
  })
  void readsThePublishedFile(String name, long purchases, long clicks, int customers) {
    List<Event> events = DataSets.named(name, Optional.of(DATA)).events().toList();

    Map<Topic, Long> counts =
        events.stream().collect(Collectors.groupingBy(Event::topic, Collectors.counting()));
    assertThat(counts.getOrDefault(Topic.PURCHASES, 0L)).isEqualTo(purchases);
    assertThat(counts.getOrDefault(Topic.CLICKSTREAM, 0L)).isEqualTo(clicks);
    assertThat(events.stream().map(Event::customerId).distinct()).hasSize(customers);
    assertThat(events).isSortedAccordingTo(EventOrder.BY_AVAILABILITY);
    Set<String> ids = new HashSet<>();
    assertThat(events).allMatch(event -> ids.add(event.customerId() + "/" + event.eventId()));
    assertThat(events)
        .filteredOn(event -> event.record() instanceof PurchaseEvent)
        .allMatch(event -> ((PurchaseEvent) event.record()).getLines().size() <= 1_000);
  }

  @Test
  void bundlesExactlyWhatThePublishedFilesSay(@TempDir Path out) throws IOException {
    CompleteJourneyBundle.make(DATA.resolve("completejourney"), DATA.resolve("banking77"), out);

    for (String name :
        List.of(
            "completejourney/transactions.csv.gz",
            "completejourney/products.csv.gz",
            "completejourney/coupons.csv.gz",
            "completejourney/campaigns.csv.gz",
            "completejourney/campaign_descriptions.csv.gz",
            "completejourney/coupon_redemptions.csv.gz",
            "banking77/queries.csv.gz")) {
      try (InputStream bundled =
              new GZIPInputStream(CompleteJourneyBundle.class.getResourceAsStream(name));
          InputStream made = Table.openText(out.resolve(name))) {
        assertThat(made.readAllBytes()).as(name).isEqualTo(bundled.readAllBytes());
      }
    }
  }
}
