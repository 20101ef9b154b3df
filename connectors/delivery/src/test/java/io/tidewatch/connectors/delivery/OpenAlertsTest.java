package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAlertsTest {
  private final OpenAlerts open = new OpenAlerts();

  @Test
  void anOffsetIsCommittableWhenAllBeforeItAreDoneAtAllTargets() {
    open.read(0, 10, 2);
    open.read(0, 11, 1);
    open.read(0, 12, 0);
    assertThat(open.committable()).isEqualTo(Map.of(0, 10L));
    open.done(0, 11);
    open.done(0, 10);
    assertThat(open.committable()).isEqualTo(Map.of(0, 10L));
    assertThat(open.open()).isEqualTo(1);
    open.done(0, 10);
    assertThat(open.committable()).isEqualTo(Map.of(0, 13L));
    assertThat(open.open()).isZero();
  }

  @Test
  void partitionsDoNotWaitForOneAnother() {
    open.read(0, 5, 1);
    open.read(1, 7, 1);
    open.done(1, 7);
    assertThat(open.committable()).isEqualTo(Map.of(0, 5L, 1, 8L));
  }
}
