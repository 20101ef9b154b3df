package io.tidewatch.tickets;

import static io.tidewatch.tickets.Rules.HOUR;
import static io.tidewatch.tickets.Rules.level;
import static io.tidewatch.tickets.Rules.nineToFive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.ServiceLevel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceLevelsTest {

  @Test
  void aPriorityWithoutItsOwnLevelHasThatOfAll() {
    ServiceLevels levels = levels(level("", 120, null), level("urgent", 60, 240));
    assertThat(levels.promises("urgent").resolutionMicros()).isEqualTo(4 * HOUR);
    assertThat(levels.promises("low").firstResponseMicros()).isEqualTo(2 * HOUR);
    assertThat(levels.promises("low").resolutionMicros()).isZero();
  }

  @Test
  void nothingIsPromisedWithoutALevelForAll() {
    assertThat(levels(level("urgent", 60, 240)).promises("low").firstResponseMicros()).isZero();
    assertThat(ServiceLevels.NONE.promises("").resolutionMicros()).isZero();
  }

  @Test
  void refusesWhatCannotBePromised() {
    refuses("serviceLevels[0].firstResponseMinutes=0 must be from 1 to", level("", 0, null));
    refuses("serviceLevels[1].resolutionMinutes=-5", level("", 1, 1), level("low", 1, -5));
    refuses("serviceLevels[0].warnMinutes=-1", new ServiceLevel("", 1, 1, -1));
    refuses("priority=low must be declared once", level("low", 1, 1), level("low", 1, 2));
    refuses("serviceLevels[0].priority (characters): 65", level("x".repeat(65), 1, 1));
  }

  private static void refuses(String message, ServiceLevel... levels) {
    assertThatThrownBy(() -> levels(levels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static ServiceLevels levels(ServiceLevel... levels) {
    return ServiceLevels.of(nineToFive().setServiceLevels(List.of(levels)).build());
  }
}
