package io.tidewatch.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.scoring.ScoringJob;
import org.junit.jupiter.api.Test;

final class RehearsalNameTest {
  @Test
  void theClusterKnowsARehearsalByTheNameThatTheJobHas() {
    assertThat(FlinkRest.REHEARSAL).isEqualTo(ScoringJob.REHEARSAL);
  }
}
