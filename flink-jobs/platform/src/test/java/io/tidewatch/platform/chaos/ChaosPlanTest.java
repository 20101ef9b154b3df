package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ChaosPlanTest {
  @Test
  void theSuiteKillsTwentyTimesAndLeavesTheNetworkAlone() {
    ChaosPlan plan = ChaosPlan.full(1, Duration.ofMinutes(30));

    assertThat(EnumSet.copyOf(plan.faults())).hasSize(15);
    assertThat(plan.faults()).filteredOn(FaultKind::isKill).hasSizeGreaterThanOrEqualTo(20);
    assertThat(plan.disturbsNetwork()).isFalse();
  }

  @Test
  void withAllEveryKindIsDone() {
    ChaosPlan plan = ChaosPlan.all(3, Duration.ofMinutes(30));

    assertThat(EnumSet.copyOf(plan.faults())).isEqualTo(EnumSet.allOf(FaultKind.class));
    assertThat(plan.disturbsNetwork()).isTrue();
  }

  @Test
  void kindsHaveWordsOfTheirOwnInTheReport() {
    assertThat(FaultKind.values()).extracting(FaultKind::key).doesNotHaveDuplicates();
  }

  @Test
  void faultsAreFoundByTheirWordsInTheReport() {
    assertThat(FaultKind.named("hotKey")).isEqualTo(FaultKind.HOT_KEY);
    assertThatThrownBy(() -> FaultKind.named("HotKey"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"HotKey\" is no kind of fault; there are taskManagerKilled, ");
  }
}
